"""Use cases of participants."""

from madang.participants.service.asking import ask_to_register
from madang.participants.service.common import move, note, set_names
from madang.participants.service.consents import set_consent
from madang.participants.service.decisions import decide, enter
from madang.participants.service.describing import describe_own
from madang.participants.service.drafts import save
from madang.participants.service.forms import describe_form, describe_quotas, questions_of, replace_form, set_quotas
from madang.participants.service.membership import (
    describe_member,
    end_memberships,
    nominate,
    send_nomination,
    swap,
    update_member,
    withdraw_member,
)
from madang.participants.service.overview import describe_delegation
from madang.participants.service.own import accept_offer, claim, leave, restart, submit
from madang.participants.service.places import hold_place, release_place
from madang.participants.service.standing import Own
from madang.participants.service.waitlist import move_up, offer_free_places

__all__ = [
    "Own",
    "accept_offer",
    "ask_to_register",
    "claim",
    "decide",
    "describe_delegation",
    "describe_form",
    "describe_member",
    "describe_own",
    "describe_quotas",
    "end_memberships",
    "enter",
    "hold_place",
    "leave",
    "move",
    "move_up",
    "nominate",
    "note",
    "offer_free_places",
    "questions_of",
    "release_place",
    "replace_form",
    "restart",
    "save",
    "send_nomination",
    "set_consent",
    "set_names",
    "set_quotas",
    "submit",
    "swap",
    "update_member",
    "withdraw_member",
]
