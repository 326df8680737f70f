"""Acts that start together, on real transactions: for tests of what several people do at the same time."""

import threading

from django.db import connection, transaction


def at_once(*acts):
    """Run acts in threads that start together, each on a connection of its own; returns what they raised."""
    gate, faults = threading.Barrier(len(acts)), []

    def run(act):
        try:
            gate.wait(timeout=20)
            act()
        except Exception as fault:  # noqa: BLE001 - whatever it is, the test wants to see it
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


class Held:
    """An act whose transaction stays open until it is let go, in a thread with a connection of its own."""

    def __init__(self, act):
        self.act, self.done, self.free, self.fault = act, threading.Event(), threading.Event(), None
        self.thread = threading.Thread(target=self._run)

    def __enter__(self):
        self.thread.start()
        assert self.done.wait(timeout=20)
        return self

    def __exit__(self, *failure):
        self.free.set()
        self.thread.join()

    def _run(self):
        try:
            with transaction.atomic():
                self.act()
                self.done.set()
                self.free.wait(timeout=20)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the test wants to see it
            self.fault = fault
        finally:
            self.done.set()
            connection.close()


def overtaken(first, second):
    """What the second act raised, which began while the first was done and not yet committed."""
    faults = []
    with Held(first) as held:
        late = threading.Thread(target=lambda: faults.extend(at_once(second)))
        late.start()
        late.join(timeout=0.3)
        began = late.is_alive()
    late.join()
    assert held.fault is None
    assert began, "the second act did not wait for the first"
    return faults
