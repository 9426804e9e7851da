"""The hard thinking of participants: where a registration can go, how a name is found, what a form asks. All pure."""

from madang.participants.rules.forms import (
    Fault,
    ask,
    carry_over,
    check_form,
    check_kinds_kept,
    find_missing,
    first_kind,
    is_open,
    may_edit,
    may_submit,
    read_answers,
)
from madang.participants.rules.membership import LETTERS_AT_ONCE, LETTERS_COUNTED
from madang.participants.rules.registrations import (
    DECIDED,
    HOLDING,
    SEATED,
    TRANSITIONS,
    OwnAction,
    list_own_actions,
    name_words,
)

__all__ = [
    "DECIDED",
    "HOLDING",
    "LETTERS_AT_ONCE",
    "LETTERS_COUNTED",
    "SEATED",
    "TRANSITIONS",
    "Fault",
    "OwnAction",
    "ask",
    "carry_over",
    "check_form",
    "check_kinds_kept",
    "find_missing",
    "first_kind",
    "is_open",
    "list_own_actions",
    "may_edit",
    "may_submit",
    "name_words",
    "read_answers",
]
