"""Who has the text open, in this process and in others, and where their carets stand."""

from __future__ import annotations

from collections.abc import Iterable

from papers.drafting.live import awareness
from papers.drafting.live.awareness import Presence
from papers.drafting.live.member import Member


class Presences:
    """One entry for each client of the document; of a member's own, nobody else may say anything."""

    def __init__(self) -> None:
        self._here: dict[int, tuple[Member | None, Presence]] = {}

    def frame(self) -> bytes | None:
        """What a newcomer is told."""
        told = [one for _holder, one in self._here.values()]
        return awareness.write(told) if told else None

    def hear(self, member: Member, told: Iterable[Presence]) -> list[Presence]:
        """What may be passed on of what a member says: of their own one client, under the name the centre knows."""
        own = []
        for one in told:
            if member.client not in (None, one.client) or self.is_held_by_other(one.client, member):
                continue
            member.client = one.client
            own.append(awareness.pinned(one, member.visitor.identity))
            self._remember(member, own[-1])
        return own

    def hear_elsewhere(self, told: Iterable[Presence]) -> None:
        """What another process passed on."""
        for one in told:
            if self._here.get(one.client, (None,))[0] is None:
                self._remember(None, one)

    def is_held_by_other(self, client: int, member: Member) -> bool:
        """Whether somebody else is here under this id; one's own earlier connection is not in the way."""
        holder = self._here.get(client, (None,))[0]
        return holder is not None and holder.visitor.user_id != member.visitor.user_id

    def leave(self, member: Member) -> list[Presence]:
        """Forget a member; what the others are to be told."""
        gone = [one for holder, one in self._here.values() if holder is member]
        for one in gone:
            del self._here[one.client]
        return [one._replace(clock=one.clock + 1, state=None) for one in gone]

    def _remember(self, member: Member | None, one: Presence) -> None:
        if one.state is None:
            self._here.pop(one.client, None)
        else:
            self._here[one.client] = (member, one)
