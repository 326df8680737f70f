"""What every page's frame shows: for whom one acts, where one is, which languages there are."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from papers.shared.acting import Capability


@dataclass(frozen=True)
class Shell:
    """The frame of a page; `nav` and `mandates` are empty for people who are not signed in."""

    acting: object
    centre_name: str
    body_name: str
    demo: bool
    nav: tuple
    mandates: tuple
    languages: tuple


def shell(request):
    """Context processor: `shell` for base.html. Asks the database nothing."""
    acting = getattr(request, "acting", None)
    others = getattr(request.user, "current_mandates", []) if acting else []
    return {
        "shell": Shell(
            acting=acting,
            centre_name=settings.CENTRE_NAME,
            body_name="",
            demo=settings.DEMO,
            nav=_navigation(request, acting) if acting else (),
            mandates=tuple(mandate for mandate in others if mandate.pk != acting.mandate.pk),
            languages=tuple(settings.LANGUAGES),
        )
    }


def _navigation(request, acting):
    entries = [(_("Desk"), "portal:desk")]
    if acting.can(Capability.READ):
        entries += [(_("Papers"), "drafting:paper-list"), (_("Implementation"), "implementation:portfolio")]
    if not acting.can(Capability.TELL):
        entries.append((_("Delegations"), "delegations:delegation-list"))
    if acting.can(Capability.AUDIT):
        entries.append((_("Record"), "portal:centre-record"))
    if acting.can(Capability.ADMINISTER_CENTRE):
        entries.append((_("Outbox"), "notifications:outbox"))
    here = request.resolver_match.view_name if request.resolver_match else ""
    return tuple(
        {"label": label, "url": reverse(name), "current": _is_current(here, name)} for label, name in entries
    )


def _is_current(here, name):
    slice_of = here.split(":")[0]
    if name == "drafting:paper-list":
        return slice_of in {"drafting", "review", "adoption", "exchange"}
    return here == name or (slice_of == name.split(":")[0] != "portal")
