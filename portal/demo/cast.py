"""Who plays in the demonstration: fictional delegations, and an account for every role."""

from __future__ import annotations

from typing import NamedTuple

from papers.delegations.models import Kind
from papers.delegations.naming import in_reader_language
from papers.delegations.roles import Role


class Party(NamedTuple):
    """A delegation of the demonstration; `on_rolls` says whether it is a member of the working group."""

    code: str
    kind: str
    name: str
    arabic: str
    colour: int
    zone: str
    on_rolls: bool = True

    @property
    def names(self) -> dict[str, str]:
        """The names by language, as a delegation keeps them."""
        return {"en": self.name, "ar": self.arabic}


class Account(NamedTuple):
    """A person of the demonstration: address, name, delegation, role, and what to try with it."""

    email: str
    name: str
    delegation: str
    role: str
    title: str
    language: str = "en"


PARTIES = (
    Party("XA", Kind.COUNTRY, "Valoria", "فالوريا", 1, "Europe/Lisbon"),
    Party("XB", Kind.COUNTRY, "Estmark", "إستمارك", 2, "Europe/Helsinki"),
    Party("XC", Kind.COUNTRY, "Kaldria", "كالدريا", 3, "Asia/Dubai"),
    Party("XD", Kind.COUNTRY, "Norvenia", "نورفينيا", 4, "America/Montevideo", on_rolls=False),
    Party("XE", Kind.COUNTRY, "Ardenia", "أردينيا", 5, "Europe/Rome"),
    Party("XF", Kind.COUNTRY, "Meridia", "ميريديا", 6, "Africa/Casablanca"),
    Party("XG", Kind.COUNTRY, "Sundria", "سوندريا", 7, "Asia/Singapore"),
    Party("XH", Kind.ORGANISATION, "Lusena", "لوسينا", 8, "Europe/Brussels"),
    Party(
        "MUF",
        Kind.BODY,
        "Municipal Utilities Forum",
        "منتدى المرافق البلدية",
        9,
        "Asia/Jerusalem",
        on_rolls=False,
    ),
    Party(
        "CP1",
        Kind.CONSULTED,
        "Association of returning families",
        "رابطة العائلات العائدة",
        10,
        "Asia/Jerusalem",
        on_rolls=False,
    ),
    Party("SEC", Kind.SECRETARIAT, "Secretariat", "الأمانة", 12, "Asia/Jerusalem", on_rolls=False),
)

ACCOUNTS = (
    Account("drafter@xa.demo", "Ana Lindqvist", "XA", Role.DRAFTER, "Drafter, reconstruction"),
    Account("head@xa.demo", "Tomas Vereen", "XA", Role.HEAD, "Head of delegation"),
    Account("reviewer@xb.demo", "Mira Kallas", "XB", Role.REVIEWER, "Reviewer, water and energy"),
    Account("head@xb.demo", "Jonas Haldorsen", "XB", Role.HEAD, "Head of delegation"),
    Account("reader@xc.demo", "Samira Haddad", "XC", Role.READER, "Desk officer", "ar"),
    Account("outsider@xd.demo", "Petra Holm", "XD", Role.HEAD, "Head of delegation"),
    Account("chair@centre.demo", "Edith Marlowe", "SEC", Role.CHAIR, "Chair of Working Group 4"),
    Account("admin@centre.demo", "Ruben Castellan", "SEC", Role.ACCESS_ADMINISTRATOR, "Access administrator"),
    Account("secretary@centre.demo", "Noor Salim", "SEC", Role.SECRETARY, "Secretary"),
    Account("auditor@centre.demo", "Olga Brandt", "SEC", Role.AUDITOR, "Auditor"),
    Account("platform@centre.demo", "Felix Amadi", "SEC", Role.PLATFORM, "Platform administrator"),
    Account("submitter@xa.demo", "Lea Montrose", "XA", Role.SUBMITTER, "Deputy head"),
    Account("reviewer@xa.demo", "Piet Arendt", "XA", Role.REVIEWER, "Reviewer"),
    Account("focal@xa.demo", "Ines Carvalho", "XA", Role.FOCAL, "Focal point"),
    Account("clearer@xa.demo", "Hugo Valente", "XA", Role.CLEARER, "Capital, clearance"),
    Account("drafter@xb.demo", "Anders Ruus", "XB", Role.DRAFTER, "Drafter, registry"),
    Account("head@xc.demo", "Khalil Nassar", "XC", Role.HEAD, "Head of delegation"),
    Account("reviewer@xc.demo", "Dina Sabri", "XC", Role.REVIEWER, "Reviewer"),
    Account("drafter@xe.demo", "Carla Benedetti", "XE", Role.DRAFTER, "Drafter, municipal services"),
    Account("head@xe.demo", "Luca Ferrante", "XE", Role.HEAD, "Head of delegation"),
    Account("head@xf.demo", "Amal Bennis", "XF", Role.HEAD, "Head of delegation"),
    Account("reviewer@xf.demo", "Youssef Tazi", "XF", Role.REVIEWER, "Reviewer"),
    Account("head@xg.demo", "Mei Tan", "XG", Role.HEAD, "Head of delegation"),
    Account("head@xh.demo", "Sofie Claes", "XH", Role.HEAD, "Head of mission"),
    Account("family@cp1.demo", "Huda Mansour", "CP1", Role.PARTY, "Speaks for the association", "ar"),
    Account("reporter@muf.demo", "Basil Awad", "MUF", Role.SUBMITTER, "Reporting officer", "ar"),
)  # fmt: skip


class ShownParty(NamedTuple):
    """A delegation as a page shows one: code, colour, and name in the reader's language."""

    code: str
    colour: int
    name: str


class Shown(NamedTuple):
    """A line of the table on the sign-in page."""

    email: str
    delegation: ShownParty
    role: str


def demo_accounts() -> list[Shown]:
    """The accounts as the sign-in page lists them; asks the database nothing."""
    parties = {
        one.code: ShownParty(one.code, one.colour, in_reader_language(one.names, one.code)) for one in PARTIES
    }
    return [
        Shown(account.email, parties[account.delegation], str(Role(account.role).label))
        for account in ACCOUNTS
    ]
