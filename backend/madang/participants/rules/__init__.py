"""The hard thinking of participants. All pure."""

from madang.participants.rules.registrations import HOLDING, SEATED, TRANSITIONS, name_words

__all__ = ["HOLDING", "SEATED", "TRANSITIONS", "name_words"]
