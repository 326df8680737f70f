"""The pages of a silence: what each reader is shown, and what each may do there."""

import re

from django.urls import reverse

ZONE = "Asia/Jerusalem"


def address(name, silence, *more):
    return reverse(f"adoption:{name}", args=[silence.paper_id, silence.number, *more])


def page(person, url):
    return person.client.get(url).content.decode()


def words(html):
    """What a reader sees, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<main")[2]))


def typed(moment):
    from zoneinfo import ZoneInfo

    return moment.astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%dT%H:%M")


def test_all_pages_render(silence, chair, estmark_head):
    for person, names in ((chair, ("detail", "extend", "cancel")), (estmark_head, ("detail", "break"))):
        for name in names:
            assert person.client.get(address(f"silence-{name}", silence)).status_code == 200
