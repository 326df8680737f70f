"""Break against sweep, sweep against sweep, extension and cancellation: real transactions in threads of their own.

Every race draws its times at random, around the expiry and the margin, and has exactly one right outcome, which is
worked out from the times alone. A race that outlasts the promised wait for a lock, on a machine that stood still, is
judged by what holds even then, and counted: many of them fail the run. `RACES=10000` makes it the long one.
"""

import os
import random
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from papers.adoption import services
from papers.adoption.lifecycle import Standing, State
from papers.adoption.models import Adoption, Break, RollEntry, Silence
from papers.adoption.services import locking
from papers.adoption.snapshot import Snapshot
from papers.audit import services as audit
from papers.audit.models import Event
from papers.delegations.queries import rules_of
from papers.drafting.levels import BRINGS, Level
from papers.drafting.lifecycle import Stage
from papers.drafting.models import Paper, PaperPermission, Revision
from papers.shared.errors import Refused
from papers.shared.text import sha256
from tests.adoption.making import CLOCK, HOUR, beat

RACES = int(os.environ.get("RACES", "200"))
SEED = int(os.environ.get("RACES_SEED", "0")) or random.SystemRandom().randrange(1, 2**32)
CHUNK = 100
MARGIN = timedelta(seconds=30)
LOCK_WAIT = timedelta(seconds=20)
MOST_OUTLASTING = 0.01  # of all races
MICROSECOND = timedelta(microseconds=1)

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Race:
    """Acts that start together on one procedure, and what must come of them."""

    silence: Silence
    acts: list
    states: set
    standings: set
    answers: list = field(default_factory=list)
    took: timedelta = timedelta()

    @property
    def outlasted(self):
        """Whether somebody may have waited for a lock longer than anybody should."""
        return self.took > LOCK_WAIT


# The world -----------------------------------------------------------------------------------------


@dataclass
class World:
    body: object
    lead: object
    members: list
    head: object
    chair: object
    permissions: list

    def silences(self, expiries, *, inclusive=False):
        """A paper under silence for each of these expiries, as placing would have left it; written in bulk."""
        papers = Paper.objects.bulk_create(
            Paper(
                body=self.body, lead=self.lead, title=f"Race {n}", stage=Stage.SILENCE, first_issue=1,
                symbol=f"R/{serial}", serial_year=2000, serial=serial,
            )
            for n, serial in enumerate(self._serials(len(expiries)))
        )  # fmt: skip
        revisions = Revision.objects.bulk_create(
            Revision(
                paper=paper, number=1, text="1. Words.\n", dated=timezone.now(), sha256=sha256(str(paper.pk))
            )
            for paper in papers
        )
        for paper, revision in zip(papers, revisions, strict=True):
            paper.current = revision
        Paper.objects.bulk_update(papers, ["current"])
        PaperPermission.objects.bulk_create(
            PaperPermission(group=self.chair.delegation.group, permission=permission, content_object=paper)
            for paper in papers
            for permission in self.permissions
        )
        return self._procedures(papers, revisions, expiries, inclusive)

    def _procedures(self, papers, revisions, expiries, inclusive):
        rules = {**Snapshot.of(rules_of(self.body)).to_json(), "inclusive": inclusive}
        silences = Silence.objects.bulk_create(
            Silence(
                paper=paper, revision=revision, number=1, opened_at=expires - 72 * HOUR, zone="UTC", rules=rules,
                counted_from=expires - 72 * HOUR, expires_at=expires,
            )
            for paper, revision, expires in zip(papers, revisions, expiries, strict=True)
        )  # fmt: skip
        RollEntry.objects.bulk_create(
            RollEntry(silence=silence, delegation=delegation, participation_then="active")
            for silence in silences
            for delegation in self.members
        )
        return silences

    def _serials(self, count):
        last = Paper.objects.filter(serial_year=2000).count()
        return range(last + 1, last + 1 + count)


@pytest.fixture
def world(body, valoria, estmark, estmark_head, chair, settings):
    """The margin as in production, and a clock that beats."""
    settings.SILENCE_MARGIN_SECONDS = int(MARGIN.total_seconds())
    beat(since=timezone.now() - 25 * HOUR, until=timezone.now() + 12 * HOUR)
    body.rules.update(starts=timezone.now() - 30 * 24 * HOUR)
    permissions = list(Permission.objects.filter(codename__in=BRINGS[Level.PRESIDE]))
    return World(body, valoria, [valoria, estmark], estmark_head.acting, chair.acting, permissions)


@pytest.fixture
def runners():
    """Threads with database connections of their own, which start what they are given at the same moment."""
    with ThreadPoolExecutor(8) as pool:
        yield pool
        barrier = threading.Barrier(8)
        list(pool.map(lambda _: (barrier.wait(), connection.close()), range(8)))


def together(pool, acts):
    """Run these acts at the same moment; each answers with what it returned or with the refusal it met."""
    barrier = threading.Barrier(len(acts))

    def run(act):
        barrier.wait()
        try:
            return act()
        except (Refused, PermissionDenied) as refusal:
            return refusal

    return [future.result() for future in [pool.submit(run, act) for act in acts]]


# The acts ------------------------------------------------------------------------------------------


def objects(silence, world, received_at):
    return lambda: services.break_silence(fresh(silence), received_at=received_at, by=world.head)


def sweeps(silence):
    return lambda: services.sweep(silence.pk, by=CLOCK)


def extends(silence, world, received_at):
    later = silence.expires_at + 24 * HOUR
    return lambda: services.extend(
        fresh(silence), new_expiry=later, reason="asked for", received_at=received_at, by=world.chair
    )


def cancels(silence, world, received_at):
    return lambda: services.cancel(fresh(silence), reason="a fault", received_at=received_at, by=world.chair)


def fresh(silence):
    return Silence.objects.select_related("paper").get(pk=silence.pk)


# Races of break against sweep ----------------------------------------------------------------------


def moment_before(draw, expires):
    """In time, by a microsecond or by much; never by nothing, to which a small draw rounds once in ten thousand."""
    early = draw.choice([MICROSECOND, draw.random() * timedelta(milliseconds=5), draw.random() * LOCK_WAIT])
    return expires - max(early, MICROSECOND)


def moment_after(draw, expires):
    """Too late, by nothing at all or by much."""
    late = draw.choice(
        [timedelta(), MICROSECOND, draw.random() * timedelta(milliseconds=5), draw.random() * HOUR]
    )
    return expires + late


def in_time(draw, silence, world):
    """Received in time; the lock is reached within the longest wait, which the margin outlasts: it breaks."""
    acts = [objects(silence, world, moment_before(draw, silence.expires_at)), sweeps(silence)]
    return Race(silence, acts, {State.BROKEN}, {(Standing.COUNTED,)})


def in_time_sent_twice(draw, silence, world):
    received = moment_before(draw, silence.expires_at)
    acts = [objects(silence, world, received), objects(silence, world, received), sweeps(silence)]
    return Race(silence, acts, {State.BROKEN}, {(Standing.COUNTED,)})


def too_late(draw, silence, world):
    """Received at the expiry or after it: whoever comes first, the text is adopted and the objection kept."""
    acts = [objects(silence, world, moment_after(draw, silence.expires_at)), sweeps(silence)]
    return Race(silence, acts, {State.UNBROKEN}, {(Standing.LATE,)})


def too_late_swept_twice(draw, silence, world):
    acts = [objects(silence, world, moment_after(draw, silence.expires_at)), sweeps(silence), sweeps(silence)]
    return Race(silence, acts, {State.UNBROKEN}, {(Standing.LATE,)})


def cancelled_meanwhile(draw, silence, world):
    """The chair cancels while a delegation objects, both in time: one of the two ended it, and nothing is lost."""
    expires = silence.expires_at
    acts = [
        objects(silence, world, moment_before(draw, expires)),
        cancels(silence, world, moment_before(draw, expires)),
        sweeps(silence),
    ]
    return Race(silence, acts, {State.BROKEN, State.CANCELLED}, {(Standing.COUNTED,), (Standing.FURTHER,)})


# A race whose objection is in time is run before the margin has passed, by as much as a lock is waited for;
# one whose objection is late is run when the sweep may decide.
EARLY = [in_time, in_time_sent_twice, cancelled_meanwhile]
LATE = [too_late, too_late_swept_twice]
STAGES = {State.UNBROKEN: Stage.ADOPTED, State.OPEN: Stage.SILENCE}


def race(pool, draw, silence, world):
    """One race: its expiry is set when it starts, so that nothing that went before it takes from its margin."""
    kind, started = draw.choice(EARLY * 2 + LATE * 3), timezone.now()
    passed = draw.random() * (MARGIN - LOCK_WAIT) / 2 if kind in EARLY else MARGIN + draw.random() * HOUR
    silence.expires_at = started - passed
    silence.save(update_fields=["expires_at"])
    one = kind(draw, silence, world)
    draw.shuffle(one.acts)
    one.answers = together(pool, one.acts)
    one.took = timezone.now() - started
    return one


def judge(races):
    """Every race has one outcome, the right one; says which acts won."""
    ids = [race.silence.pk for race in races]
    rows = Silence.objects.filter(pk__in=ids).values_list("pk", "state", "paper__stage", "decided_at")
    ended = {pk: rest for pk, *rest in rows}
    adopted = Counter(Adoption.objects.filter(silence__in=ids).values_list("silence", flat=True))
    standings = {race.silence.pk: () for race in races}
    for pk, standing in Break.objects.filter(silence__in=ids).values_list("silence", "standing"):
        standings[pk] += (standing,)
    outcomes = Counter()
    for race in races:
        pk = race.silence.pk
        state, stage, decided_at = ended[pk]
        if race.outlasted:
            assert holds_even_so(race, state, standings[pk], decided_at), (SEED, race, state, standings[pk])
        else:
            told = (SEED, state, standings[pk], decided_at, [str(one) for one in race.answers], race)
            assert state in race.states, told
            assert standings[pk] in race.standings, told
        assert (state == State.BROKEN) == (Standing.COUNTED in standings[pk])
        assert adopted[pk] == (state == State.UNBROKEN)
        assert stage == STAGES.get(state, Stage.CONSOLIDATION)
        outcomes[state] += 1
    return outcomes


def holds_even_so(race, state, standings, decided_at):
    """Nothing was adopted before the margin had passed; every objection is kept, or its author was told."""
    in_margin = state == State.UNBROKEN and decided_at < race.silence.expires_at + MARGIN
    return not in_margin and (len(standings) == 1 or any(isinstance(one, Refused) for one in race.answers))


def test_break_against_sweep_has_one_outcome_the_right_one(world, runners, record_property, capsys):
    draw = random.Random(SEED)
    outcomes, outlasted = Counter(), 0
    record_property("seed", SEED)

    while outcomes.total() < RACES:
        silences = world.silences([timezone.now()] * min(CHUNK, RACES - outcomes.total()))
        races = [race(runners, draw, silence, world) for silence in silences]
        outcomes += judge(races)
        outlasted += sum(race.outlasted for race in races)

    with capsys.disabled():
        told = f"{dict(outcomes)}, {outlasted} outlasted the promised wait"
        sys.stdout.write(f"\n{connection.vendor}, seed {SEED}: {told}\n")
    assert set(outcomes) >= {State.BROKEN, State.UNBROKEN}
    assert outlasted <= MOST_OUTLASTING * RACES
    assert audit.first_broken() is None


# The other races of the security list --------------------------------------------------------------


def test_break_in_time_that_waited_beyond_the_margin_is_kept_and_shown(world, runners):
    """Impossible while locks are waited for less long than the margin; whatever happens, nothing is lost."""
    for silence in world.silences([timezone.now() - 2 * MARGIN] * 10):
        received = silence.expires_at - MICROSECOND
        together(runners, [objects(silence, world, received), sweeps(silence)])

        silence.refresh_from_db()
        standing = Break.objects.get(silence=silence).standing
        assert (silence.state, standing) in {
            (State.BROKEN, Standing.COUNTED), (State.UNBROKEN, Standing.OVERTAKEN),
        }  # fmt: skip


@pytest.fixture
def impatient_here(monkeypatch):
    """This thread's connection waits for a lock hardly at all."""
    monkeypatch.setattr(locking, "LOCK_WAIT_SECONDS", 0.05)
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
        yield
        cursor.execute("PRAGMA busy_timeout = 20000")


def test_break_that_cannot_have_the_lock_is_told_that_nothing_was_recorded(world, runners, impatient_here):
    """Whoever is told so sends it again; what is received in time then still breaks the silence."""
    [silence] = world.silences([timezone.now() + HOUR])
    held, let_go = threading.Event(), threading.Event()

    def holds():
        with transaction.atomic():
            Paper.objects.select_for_update().get(pk=silence.paper_id)
            held.set()
            let_go.wait(30)

    holding = runners.submit(holds)
    held.wait(30)
    with pytest.raises(locking.Busy, match="nothing was recorded"):
        objects(silence, world, timezone.now())()
    let_go.set()
    holding.result()

    assert Break.objects.count() == 0
    assert objects(silence, world, timezone.now())().standing == Standing.COUNTED


def test_sweep_by_eight_clocks_adopts_once(world, runners):
    for silence in world.silences([timezone.now() - 2 * MARGIN] * 5):
        together(runners, [sweeps(silence)] * 8)

        assert Adoption.objects.filter(silence=silence).count() == 1
        assert Event.objects.filter(verb="adoption.paper.adopted", paper_uuid=silence.paper_id).count() == 1


def test_extension_against_sweep_is_fully_old_or_fully_new(world, runners):
    """Received in time it is confirmed and nothing is adopted; received late it is refused and the text is adopted."""
    now = timezone.now()
    for silence in world.silences([now - timedelta(seconds=1)] * 5 + [now - 2 * MARGIN] * 5):
        in_margin = silence.expires_at > now - MARGIN
        received = silence.expires_at + (-MICROSECOND if in_margin else MICROSECOND)
        extended, *_swept = together(
            runners, [extends(silence, world, received), sweeps(silence), sweeps(silence)]
        )

        silence.refresh_from_db()
        adopted = Adoption.objects.filter(silence=silence).exists()
        if in_margin:
            assert (silence.state, silence.version, adopted) == (State.OPEN, 1, False)
        else:
            assert isinstance(extended, (Refused, PermissionDenied))
            assert (silence.state, silence.version, adopted) == (State.UNBROKEN, 0, True)


def test_place_by_eight_windows_places_once(world, runners, tabled_paper, chair):
    Paper.objects.filter(pk=tabled_paper.pk).update(stage=Stage.CONSOLIDATION)
    expires = timezone.now() + 80 * HOUR

    def places():
        paper = Paper.objects.select_related("current", "body").get(pk=tabled_paper.pk)
        return services.place(paper, expires_at=expires, by=chair.acting)

    answers = together(runners, [places] * 8)

    assert sum(isinstance(answer, Silence) for answer in answers) == 1
    assert Silence.objects.filter(paper=tabled_paper).count() == 1


def test_break_by_eight_windows_is_one_objection_and_one_receipt(world, runners):
    [silence] = world.silences([timezone.now() + HOUR])

    answers = together(runners, [objects(silence, world, timezone.now())] * 8)

    assert {answer.pk for answer in answers} == {Break.objects.get().pk}
    assert Event.objects.filter(verb="adoption.silence.broken").count() == 1
