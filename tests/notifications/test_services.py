"""Notices: one per act and person, and nothing for whoever may no longer see the thing when it is sent."""

import pytest
from django.db import connection

from papers.audit import services as audit
from papers.clock import services as clock
from papers.delegations import services as delegations
from papers.drafting import access
from papers.drafting.models import Paper
from papers.notifications import services
from papers.notifications.kinds import Rendered
from papers.notifications.models import Delivery, Notice, OutboxMail
from papers.notifications.registry import kinds
from tests.cast import SETUP

CANARY = "c4nary0f7hepaper"


class AboutPaper:
    """A kind of notice as a slice registers it: about a paper, for those who may see it."""

    def still_allowed(self, acting, uuid):
        return Paper.objects.visible_to(acting).filter(pk=uuid).exists()

    def render(self, uuid):
        title = Paper.objects.get(pk=uuid).title
        return Rendered(f"{title} was tabled.", "A paper was tabled.", f"/papers/{uuid}/")


@pytest.fixture(autouse=True)
def about_paper(monkeypatch, settings):
    settings.EMAIL_BACKEND = "papers.notifications.backends.OutboxBackend"
    monkeypatch.setattr(kinds, "_handlers", dict(kinds._handlers))
    kinds.register("test.tabled", AboutPaper())


@pytest.fixture
def titled(shared_paper):
    shared_paper.title = CANARY
    shared_paper.save(update_fields=["title"])
    return shared_paper


def test_notify_twice_for_one_act_tells_once(titled, reviewer):
    told = [services.notify([reviewer.mandate], "test.tabled", titled) for _time in range(2)]

    assert told == [1, 0]
    assert Notice.objects.filter(kind="test.tabled").count() == 1


def test_notify_asks_the_database_no_more_for_many_people(
    titled, reviewer, reader, django_assert_num_queries
):
    with django_assert_num_queries(3):
        services.notify([reviewer.mandate], "test.tabled", titled, version=1)
    with django_assert_num_queries(3):
        services.notify([reviewer.mandate, reader.mandate], "test.tabled", titled, version=2)


def test_deliver_waiting_sends_a_postcard_that_names_nothing(titled, reviewer):
    Delivery.objects.all().delete()
    services.notify([reviewer.mandate], "test.tabled", titled)

    sent = services.deliver_waiting()

    mail = OutboxMail.objects.get()
    assert (sent, mail.to) == (1, reviewer.user.email)
    assert CANARY not in mail.subject + mail.body
    assert f"/papers/{titled.pk}/" in mail.body
    assert audit.head_hash() in mail.body


def test_deliver_waiting_after_access_ended_sends_nothing(titled, reviewer, estmark, drafter):
    Delivery.objects.all().delete()
    services.notify([reviewer.mandate], "test.tabled", titled)
    access.end(titled, estmark, by=drafter.acting)

    services.deliver_waiting()

    assert OutboxMail.objects.count() == 0
    assert Delivery.objects.get(notice__kind="test.tabled").state == Delivery.State.DROPPED


def test_deliver_waiting_after_the_mandate_ended_sends_nothing(titled, reviewer):
    Delivery.objects.all().delete()
    services.notify([reviewer.mandate], "test.tabled", titled)
    delegations.end_mandate(reviewer.mandate, by=SETUP)

    services.deliver_waiting()

    assert OutboxMail.objects.count() == 0


def test_deliver_waiting_twice_sends_once(titled, reviewer):
    Delivery.objects.all().delete()
    services.notify([reviewer.mandate], "test.tabled", titled)

    counts = [services.deliver_waiting(), services.deliver_waiting()]

    assert counts == [1, 0]


def test_clock_sends_the_mails_that_wait(titled, reviewer):
    Delivery.objects.all().delete()
    services.notify([reviewer.mandate], "test.tabled", titled)

    clock.tick()

    assert [mail.to for mail in OutboxMail.objects.all()] == [reviewer.user.email]


class ServerDown:
    """A mail server that refuses, and counts how often it was asked."""

    asked = 0

    def __init__(self, **options):
        self.options = options

    def send_messages(self, messages):
        type(self).asked += 1
        raise ConnectionRefusedError


def test_deliver_waiting_server_down_is_tried_again_later(titled, reviewer, settings):
    Delivery.objects.all().delete()
    services.notify([reviewer.mandate], "test.tabled", titled)
    settings.EMAIL_BACKEND = f"{__name__}.ServerDown"

    services.deliver_waiting()

    delivery = Delivery.objects.get(notice__kind="test.tabled")
    assert (delivery.state, delivery.tries) == (Delivery.State.WAITING, 1)
    assert delivery.next_try > delivery.notice.created_at


def test_deliver_waiting_server_down_is_asked_once_a_call(titled, reviewer, reader, settings, monkeypatch):
    Delivery.objects.all().delete()
    services.notify([reviewer.mandate, reader.mandate], "test.tabled", titled)
    monkeypatch.setattr(ServerDown, "asked", 0)
    settings.EMAIL_BACKEND = f"{__name__}.ServerDown"

    services.deliver_waiting()

    assert ServerDown.asked == 1


@pytest.mark.django_db(transaction=True)
def test_mail_is_sent_outside_any_transaction(titled, reviewer, settings, monkeypatch):
    Delivery.objects.all().delete()
    services.notify([reviewer.mandate], "test.tabled", titled)
    seen = []
    monkeypatch.setattr(
        ServerDown, "send_messages", lambda self, mails: seen.append(connection.in_atomic_block)
    )
    settings.EMAIL_BACKEND = f"{__name__}.ServerDown"

    services.deliver_waiting()

    assert seen == [False]
