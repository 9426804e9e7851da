"""What is normalised, which takes time that grows with the square of a run of marks: counted, not timed."""

import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby


class Normalised:
    """Stands in for `unicodedata` and remembers each text that it was to normalise."""

    combining = staticmethod(unicodedata.combining)

    def __init__(self) -> None:
        self.texts: list[str] = []

    def normalize(self, form: str, text: str) -> str:
        self.texts.append(text)
        return unicodedata.normalize(form, text)

    @classmethod
    @contextmanager
    def in_module(cls, *names: str) -> Iterator["Normalised"]:
        """Watch modules of this name."""
        watching = cls()
        for name in names:
            sys.modules[name].unicodedata = watching
        try:
            yield watching
        finally:
            for name in names:
                sys.modules[name].unicodedata = unicodedata


def longest_run(text: str) -> int:
    """Return how many marks follow each other at most once `text` is taken apart."""
    marks = groupby(unicodedata.normalize("NFKD", text), key=lambda character: bool(unicodedata.combining(character)))
    return max((len(list(run)) for combining, run in marks if combining), default=0)
