"""The hard thinking of participants. All pure."""

from madang.participants.rules.membership import LETTERS_AT_ONCE, LETTERS_COUNTED, applies
from madang.participants.rules.registrations import HOLDING, SEATED, TRANSITIONS, name_words

__all__ = ["HOLDING", "LETTERS_AT_ONCE", "LETTERS_COUNTED", "SEATED", "TRANSITIONS", "applies", "name_words"]
