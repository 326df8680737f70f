"""Frames of the socket: numbers, blocks and messages as y-protocols writes them, and ours beside them."""

from __future__ import annotations

SYNC, AWARENESS, AUTH = 0, 1, 2
STEP_1, STEP_2, UPDATE = 0, 1, 2
SETTLED, MODE, REFUSED, SAME = 100, 101, 102, 103
LARGEST = 2**53 - 1
DENIED = bytes([AUTH, 0]) + bytes([len(b"read-only")]) + b"read-only"


class Malformed(ValueError):
    """Bytes that cannot be what they claim to be."""


class Reader:
    """Reads numbers and blocks from bytes; whatever reaches beyond them is malformed, and nothing is made for it."""

    __slots__ = ("at", "data", "end")

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at, self.end = data, at, len(data)

    @property
    def left(self) -> int:
        return self.end - self.at

    def number(self) -> int:
        """A variable-length number, at most what JavaScript counts exactly."""
        data, at, value, shift = self.data, self.at, 0, 0
        while True:
            if at >= self.end or shift > 49:
                raise Malformed("a number without its end")
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
            shift += 7
        if value > LARGEST:
            raise Malformed("a number beyond all counting")
        self.at = at
        return value

    def count(self) -> int:
        """How many things follow, each of which takes at least a byte."""
        number = self.number()
        if number > self.left:
            raise Malformed("more is announced than there is")
        return number

    def block(self) -> bytes:
        """Bytes after their length."""
        length = self.count()
        start, self.at = self.at, self.at + length
        return self.data[start : self.at]

    def words(self) -> str:
        """A text after its length."""
        try:
            return self.block().decode()
        except UnicodeDecodeError as error:
            raise Malformed("words that are no UTF-8") from error

    def close(self) -> None:
        """Everything was read."""
        if self.at != self.end:
            raise Malformed("something follows the end")


def number(value: int) -> bytes:
    """A number as it is written."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def block(data: bytes) -> bytes:
    """Bytes after their length."""
    return number(len(data)) + data


def step_1(state: bytes) -> bytes:
    """“This is what I have; send me the rest.”"""
    return bytes([SYNC, STEP_1]) + block(state)


def step_2(update: bytes) -> bytes:
    """What was asked for."""
    return bytes([SYNC, STEP_2]) + block(update)


def update(payload: bytes) -> bytes:
    """A change."""
    return bytes([SYNC, UPDATE]) + block(payload)


def settled(count: int) -> bytes:
    """So many of this connection's writes are committed or refused."""
    return bytes([SETTLED]) + number(count)


def refused(which: int) -> bytes:
    """This write was not taken."""
    return bytes([REFUSED]) + number(which)


def mode(writable: bool) -> bytes:
    """Whether the text may be written."""
    return bytes([MODE, writable])


def same(answer: bool) -> bytes:
    """Whether the page's text is the centre's."""
    return bytes([SAME, answer])
