"""Who gets what from the socket of a working text: the documented rules, person by person, as for every address.

4401 not signed in, 4403 no right or no such paper, 0 let in to read, 1 let in to write.
"""

import pytest

from papers.drafting.live import door
from papers.drafting.models import Paper
from papers.shared.acting import rebuild
from portal.sockets import ROUTES
from tests.security.conftest import UNKNOWN
from tests.security.matrix import PEOPLE

pytestmark = pytest.mark.xdist_group("the demonstration")

# thing: answers in the order of PEOPLE
SOCKETS = {
    "water": "4401 0 0 4403 4403 4403 4403 4403 4403 4403 4403 4403",
    "imported": "4401 1 1 4403 4403 4403 4403 4403 4403 4403 4403 4403",
    "unknown": "4401 4403 4403 4403 4403 4403 4403 4403 4403 4403 4403 4403",
}


def asked(world, email, paper_id):
    """What the door answers to somebody who comes with the session and the mandate of theirs."""
    client = world.client(email)
    session = client.session.session_key if email != "nobody" else ""
    mandate = world.mandates[email].pk if email in world.mandates else UNKNOWN
    admission = door.admit(session or "", mandate, paper_id)
    return admission.refusal or int(admission.may_write)


@pytest.mark.parametrize("thing", SOCKETS)
def test_socket_answers_each_person_as_the_table_says(world, thing):
    paper_id = world.arguments()[thing]["pk"]

    answers = [asked(world, email, paper_id) for email in PEOPLE.values()]

    assert answers == [int(answer) for answer in SOCKETS[thing].split()]


def test_socket_of_every_paper_agrees_with_who_may_draft(world):
    for email in PEOPLE.values():
        if email == "nobody":
            continue
        acting = rebuild(world.mandates[email].pk)
        let_in = {paper.pk for paper in world.papers.values() if asked(world, email, paper.pk) in (0, 1)}

        assert let_in == set(
            Paper.objects.permitted_to(acting, "draft_paper").values_list("pk", flat=True)
        ), email


def test_there_is_one_socket():
    assert [str(route.pattern) for route in ROUTES] == ["live/papers/<uuid:paper>/"]


@pytest.mark.parametrize("email", ["reviewer@xb.demo", "outsider@xd.demo", "chair@centre.demo"])
def test_nobody_comes_in_under_the_mandate_of_another(world, email):
    client = world.client(email)
    lead = world.mandates["drafter@xa.demo"].pk

    admission = door.admit(client.session.session_key, lead, world.papers["Interim"].pk)

    assert admission == door.Admission(4403)
