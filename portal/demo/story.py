"""What happened in the weeks before now: papers in every state, each brought there by the people who may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from papers.adoption import services as adoption
from papers.adoption.models import Silence
from papers.drafting import access, services, writing
from papers.drafting.models import Paper, Revision
from papers.review import services as review
from papers.review.models import Amendment, Comment, Round
from portal.demo import asking, leaving, tracking, words
from portal.demo.script import Script, at_hour
from portal.demo.setup import World

TEXTS = Path(__file__).parent / "texts"
HEADS = {code: f"head@{code.lower()}.demo" for code in ("XA", "XB", "XC", "XE", "XF", "XG", "XH")}
CHAIR, SECRETARY = "chair@centre.demo", "secretary@centre.demo"
VALORIA = ("drafter@xa.demo", "head@xa.demo")
ESTMARK = ("drafter@xb.demo", "head@xb.demo")
ARDENIA = ("drafter@xe.demo", "head@xe.demo")
INSTRUCTIONS = "Comment on substance first; editorial points are welcome but come second."


class Story:
    """Tells each paper's life as acts in the script, some days before now."""

    def __init__(self, world: World, script: Script) -> None:
        self.world, self.script = world, script
        self.papers: dict[str, Paper] = {}

    def tell(self) -> None:
        """Every paper of the demonstration, and one delegation that stopped coming."""
        self.adopted("debris", VALORIA, "Property and debris", 150, invited=("XB", "XC", "XF"), placed=120)
        tracking.debris(self)
        self.adopted("energy", ARDENIA, "Energy", 170, invited=("XA", "XB"), placed=145)
        tracking.energy(self)
        self.adopted("cash", ESTMARK, "Cash assistance", 300, invited=("XA", "XF"), placed=270)
        tracking.cash(self)
        self.adopted("crossings", VALORIA, "Data", 60, invited=("XB", "XC", "XE", "XH"), placed=12)
        self.broken()
        self.in_consolidation()
        self.in_circulation()
        self.under_silence()
        self.set_aside()
        self.before_tabling()
        leaving.tell(self, SECRETARY)

    # The papers ---------------------------------------------------------------------------------------------------

    def adopted(
        self, key: str, team: tuple[str, str], theme: str, started: float, *, invited, placed: float
    ) -> None:
        """Tabled, commented on, placed under silence, and adopted when nobody objected."""
        self.tabled(key, team, theme, started)
        self.round(key, started - 10, invited, closes=started - 17)
        self.silence(key, placed, hours=76)
        for number, code in enumerate(("XA", "XB", "XC", "XE", "XF"), 1):
            self.at(placed - 0.3 * number, lambda code=code: self.acknowledge(key, HEADS[code]))

    def broken(self) -> None:
        """Civil registry: silence was broken on two paragraphs; the next revision is in a round that is open now."""
        key = "registry"
        self.tabled(key, ESTMARK, "Civil registry", 48)
        self.round(key, 40, ("XA", "XC", "XE"), closes=34)
        self.comments(key, 36, words.REGISTRY_FIRST)
        self.at(33, lambda: self.accept_all(key, ESTMARK[0]))
        self.at(
            32,
            lambda: self.next_revision(key, ESTMARK[0], words.SETTLED, "Brackets settled in informal talks"),
        )
        self.silence(key, 30, hours=72)
        self.at(28.5, lambda: self.break_silence(key, HEADS["XE"], ("4", "9"), words.OBJECTION))
        self.at(
            20, lambda: self.next_revision(key, ESTMARK[0], words.SOFTENED, "Paragraphs 4 and 9 reworded")
        )
        self.round(key, 4, ("XA", "XC", "XE", "XF"), closes=-4)
        self.comments(key, 3, words.REGISTRY_SECOND)

    def in_consolidation(self) -> None:
        """Municipal services: the comments are open and the penholder answers them."""
        key = "municipal"
        self.tabled(key, ARDENIA, "Municipal services", 30)
        self.round(key, 14, ("XA", "XB", "XC", "XF", "XH"), closes=3)
        self.comments(key, 10, words.MUNICIPAL)
        for number, one in enumerate(words.MUNICIPAL_AMENDMENTS):
            self.at(6 - number / 4, lambda one=one: self.amend(key, one))
        self.at(5, lambda: self.join(key, "reviewer@xc.demo"))
        self.at(2, lambda: self.propose_some(key, ARDENIA[0]))
        self.at(1.5, lambda: self.weigh_amendments(key))
        self.at(12, lambda: review.write_note(
            self.paper(key), kind="red_line", by=self.acting("head@xb.demo"),
            text="No handover of a service without six months of funds. Everything else is for you to judge.",
        ))  # fmt: skip
        self.at(1, lambda: review.enter_reservation(
            self.paper(key), kind="parliament", by=self.acting("head@xb.demo"),
            text="The committee for foreign affairs meets on the text next month.",
        ))  # fmt: skip

    def in_circulation(self) -> None:
        """Marking of cleared land: its first round is open; one delegation has commented, the others have not yet."""
        key = "marking"
        self.tabled(key, ARDENIA, "Explosive ordnance", 16)
        self.round(key, 6, ("XB", "XC", "XF", "XH"), closes=-5)
        self.comments(key, 5, words.MARKING)
        self.at(2, lambda: self.suggest(key, words.MARKING_SUGGESTED))
        asking.tell(self, key, ARDENIA[0])

    def under_silence(self) -> None:
        """Water network: under silence now; some have acknowledged, one has only opened it."""
        key = "water"
        self.tabled(key, VALORIA, "Water and sanitation", 40)
        self.round(key, 30, ("XB", "XC", "XE", "XF", "XH"), closes=16)
        self.comments(key, 25, words.WATER)
        self.at(15, lambda: self.accept_all(key, VALORIA[0]))
        self.at(
            14, lambda: self.next_revision(key, VALORIA[0], words.WEEKLY, "Answers the comments of round 1")
        )
        self.silence(key, 2, hours=72)
        self.at(1.6, lambda: self.acknowledge(key, HEADS["XF"]))
        self.at(1.4, lambda: self.acknowledge(key, HEADS["XC"]))
        self.at(1.1, lambda: adoption.note_opened(self.running(key), by=self.acting(HEADS["XE"])))

    def set_aside(self) -> None:
        """Policing is deferred, health was withdrawn, education has just been tabled, in Arabic."""
        self.tabled("policing", ARDENIA, "Justice", 70)
        later = timezone.localdate(self.script.now) + timedelta(days=120)
        self.at(50, lambda: services.defer(self.paper("policing"), until=later, by=self.acting(CHAIR)))
        self.tabled("health", ESTMARK, "Health", 55)
        self.round("health", 50, ("XA", "XE"), closes=44)
        self.at(
            41,
            lambda: services.withdraw(
                self.paper("health"), reason="Taken up elsewhere", by=self.acting(ESTMARK[1])
            ),
        )
        self.tabled("education", VALORIA, "Education", 9, language="ar")
        self.share("education", 3, ("XC", "XF"), "read")

    def before_tabling(self) -> None:
        """Valoria's own: a draft nobody else sees, and a non-paper floated for reaction."""
        self.at(11, lambda: self.start("shelter", VALORIA[0], "Shelter"))
        self.issue("shelter", 10, VALORIA[0], "For our capital")
        self.at(6, lambda: self.save("shelter", VALORIA[0], {"four blankets": "five blankets"}))
        self.at(8, lambda: self.start("winter", VALORIA[0], "Winterisation", kind="non_paper"))
        self.issue("winter", 7, VALORIA[0], "Floated")
        self.share("winter", 6.9, ("XB", "XC"), "comment")

    # Parts of a paper's life --------------------------------------------------------------------------------------

    def at(self, ago: float, act: Callable[[], object]) -> None:
        """An act so many days before now."""
        self.script.at(ago, act)

    def acting(self, person: str):
        return self.world.acting(person)

    def paper(self, key: str) -> Paper:
        return Paper.objects.select_related("body", "lead", "current").get(pk=self.papers[key].pk)

    def tabled(self, key: str, team: tuple[str, str], theme: str, started: float, **fields) -> None:
        drafter, head = team
        self.at(started, lambda: self.start(key, drafter, theme, **fields))
        self.issue(key, started - 2, drafter, "Cleared by the capital")
        self.at(started - 5, lambda: services.table(self.paper(key), by=self.acting(head)))

    def issue(self, key: str, ago: float, drafter: str, note: str) -> None:
        self.at(ago, lambda: services.issue_revision(self.paper(key), note=note, by=self.acting(drafter)))

    def share(self, key: str, ago: float, codes: tuple[str, ...], level: str) -> None:
        for delegation in self.world.of(*codes):
            self.at(ago, lambda one=delegation: access.give(
                self.paper(key), one, level, by=self.acting(VALORIA[0]), reason="before the first round"
            ))  # fmt: skip

    def round(self, key: str, opened: float, invited: tuple[str, ...], *, closes: float) -> None:
        deadline = at_hour(self.script.now - timedelta(days=closes), 10)
        self.at(opened, lambda: review.open_round(
            self.paper(key), delegations=self.world.of(*invited), deadline=deadline, instructions=INSTRUCTIONS,
            by=self.acting(CHAIR),
        ))  # fmt: skip

    def comments(self, key: str, first: float, said: tuple[words.Said, ...]) -> None:
        for number, one in enumerate(said):
            self.at(first - number / 2, lambda one=one: self.comment(key, one))

    def silence(self, key: str, placed: float, *, hours: int) -> None:
        placing = self.script.moment(placed)
        expires = at_hour(placing + timedelta(hours=hours), 16)
        if expires - placing < timedelta(hours=hours):
            expires += timedelta(days=1)
        self.at(placed, lambda: adoption.place(
            self.paper(key), expires_at=expires, ignored_confirmed=True, by=self.acting(CHAIR)
        ))  # fmt: skip

    # Single acts --------------------------------------------------------------------------------------------------

    def start(
        self, key: str, drafter: str, theme: str, *, kind: str = "white_paper", language: str = "en"
    ) -> None:
        text = (TEXTS / f"{key}.md").read_text(encoding="utf-8")
        self.papers[key] = services.start_paper(
            body=self.world.body, title=text.splitlines()[0].removeprefix("# "), kind=kind, theme=theme,
            language=language, text=text, by=self.acting(drafter),
        )  # fmt: skip

    def save(self, key: str, drafter: str, changes: dict[str, str]) -> None:
        paper = self.paper(key)
        text = paper.working.text
        for old, new in changes.items():
            text = text.replace(old, new)
        writing.save_text(paper, text=text, base_version=paper.working.version, by=self.acting(drafter))

    def next_revision(self, key: str, drafter: str, changes: dict[str, str], note: str) -> None:
        self.save(key, drafter, changes)
        review.issue_next_revision(self.paper(key), note=note, by=self.acting(drafter))

    def comment(self, key: str, said: words.Said) -> None:
        round_ = Round.objects.filter(paper=self.papers[key]).latest("number")
        block = block_of(round_.revision, said.paragraph)
        review.add_comment(
            round_, block=block, quote=said.quote, kind=said.kind, severity=said.severity, text=said.text,
            reason=said.reason, proposed=said.proposed, by=self.acting(said.person),
        )  # fmt: skip

    def amend(self, key: str, amends: words.Amends) -> None:
        review.propose_amendment(
            **self.typed_over(key, amends),
            cosponsors=self.world.of(*amends.asked),
            by=self.acting(amends.person),
        )

    def suggest(self, key: str, amends: words.Amends) -> None:
        review.keep_suggestion(**self.typed_over(key, amends), seen=0, by=self.acting(amends.person))

    def typed_over(self, key: str, amends: words.Amends) -> dict[str, Any]:
        """The passage of the last round's text as this delegation would have it, and why."""
        round_ = Round.objects.filter(paper=self.papers[key]).latest("number")
        block = block_of(round_.revision, amends.paragraph)
        present = next(entry["text"] for entry in round_.revision.block_map if entry["id"] == block)
        wanted = present.replace(amends.old, amends.new)
        return {"round": round_, "block": block, "wanted": wanted, "reason": amends.reason}

    def join(self, key: str, person: str) -> None:
        asked = Amendment.objects.get(paper=self.papers[key], cosponsors__delegation__code="XC")
        review.join_amendment(asked, agrees=True, by=self.acting(person))

    def weigh_amendments(self, key: str) -> None:
        """One is taken into the text; of two that want the same words one finds support and one does not."""
        wells, longer, shorter = (
            Amendment.objects.get(paper=self.papers[key], words__contains=words)
            for words in ("tanker", "ninety", "thirty")
        )
        review.judge_amendment(wells, state="accepted", by=self.acting(CHAIR))
        review.take_position(longer, stance="supports", by=self.acting("reviewer@xa.demo"))
        review.take_position(shorter, stance="opposes", by=self.acting("reviewer@xb.demo"))

    def accept_all(self, key: str, penholder: str) -> None:
        for comment in Comment.objects.filter(round__paper=self.papers[key], number__isnull=False):
            review.propose_disposition(comment, value="accepted", by=self.acting(penholder))
            review.decide_disposition(comment, value="accepted", by=self.acting(CHAIR))

    def propose_some(self, key: str, penholder: str) -> None:
        for comment in Comment.objects.filter(round__paper=self.papers[key], number__isnull=False):
            if comment.quote in words.ANSWERS:
                value, reason = words.ANSWERS[comment.quote]
                review.propose_disposition(comment, value=value, reason=reason, by=self.acting(penholder))

    def acknowledge(self, key: str, person: str) -> None:
        adoption.note_opened(self.running(key), by=self.acting(person))
        adoption.acknowledge(self.running(key), by=self.acting(person))

    def break_silence(self, key: str, person: str, numbers: tuple[str, ...], objection: str) -> None:
        silence = self.running(key)
        blocks = [block_of(silence.revision, number) for number in numbers]
        adoption.break_silence(
            silence, received_at=timezone.now(), blocks=blocks, objection=objection, by=self.acting(person)
        )

    def running(self, key: str) -> Silence:
        return Silence.objects.filter(paper=self.papers[key]).latest("number")


def block_of(revision: Revision, number: str) -> str:
    """The id of the paragraph with this printed number; an empty number means the whole paper."""
    labels = {entry["label"].rstrip("."): entry["id"] for entry in reversed(revision.block_map)}
    return labels[number] if number else ""
