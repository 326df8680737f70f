"""Delegations and their people: set up, named, handed over, invited; and how a delegation takes part."""

from papers.delegations.services.account_mail import deliver_account_mails
from papers.delegations.services.accounts import (
    ask_for_reset,
    begin_visit,
    close_account,
    end_own_visit,
    end_visit,
    end_visits,
    forget_factors,
    move_visit,
    note_factor_added,
    note_factor_removed,
    set_password,
)
from papers.delegations.services.addresses import ask_for_address, confirm_address, open_change
from papers.delegations.services.calendars import add_holidays, remove_holiday, set_weekend
from papers.delegations.services.erasing import ask_for_erasure, confirm_erasure, decline_erasure
from papers.delegations.services.identities import forget_identity, recognise
from papers.delegations.services.inviting import (
    accept,
    deliver_invitations,
    invite,
    invite_first,
    send_again,
    take_up,
    withdraw,
)
from papers.delegations.services.participation import (
    decide_change,
    drop_change,
    enter_participation,
    note_settlement,
    propose_change,
    reply_to_change,
    wake,
)
from papers.delegations.services.parties import invite_party, register_party
from papers.delegations.services.people import (
    accredit,
    add_seat,
    change_seat,
    end_absence,
    end_mandate,
    hand_over,
    note_absence,
    set_end,
)
from papers.delegations.services.preferences import choose_language, mark_desk_seen
from papers.delegations.services.procedure import change_rules
from papers.delegations.services.setting_up import add_body, add_delegation, add_member
from papers.delegations.services.support import admit_support, ask_for_support, end_support

__all__ = [
    "accept", "accredit", "add_body", "add_delegation", "add_holidays", "add_member", "add_seat", "admit_support",
    "ask_for_address", "ask_for_erasure", "ask_for_reset", "ask_for_support", "begin_visit", "change_rules",
    "change_seat", "choose_language", "close_account", "confirm_address", "confirm_erasure", "decide_change",
    "decline_erasure", "deliver_account_mails", "deliver_invitations", "drop_change", "end_absence", "end_mandate",
    "end_own_visit", "end_support", "end_visit", "end_visits", "enter_participation", "forget_factors",
    "forget_identity", "hand_over", "invite", "invite_first", "invite_party", "mark_desk_seen", "move_visit",
    "note_absence", "note_factor_added", "note_factor_removed", "note_settlement", "open_change", "propose_change",
    "recognise", "register_party", "remove_holiday", "reply_to_change", "send_again", "set_end", "set_password",
    "set_weekend", "take_up", "wake", "withdraw",
]  # fmt: skip
