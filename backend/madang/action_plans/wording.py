"""The words of a plan's fields, choices and goals by language: for documents, the registry and mails.

`words/*.yaml` is where they stand; the editor in the browser has the same ones, written out by `make openapi`.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

LANGUAGES = ("en", "ko", "fr", "es")
_FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True)
class Wording:
    """What a plan is made of, in one language.

    `words` are by pattern (`actions/*/title`), by kind of row (`rows.milestones`) and by choice (`phase.planning`);
    `sdg` by the code of a goal or target.
    """

    lang: str
    words: dict[str, str]
    sdg: dict[str, str]

    def label(self, pattern: str) -> str:
        """Return the name of a field or of one row. Errors: KeyError for what is in no plan."""
        return self.words[pattern]

    def choice(self, of: str, value: str) -> str:
        """Return a choice in words, such as `phase` and `planning`. Errors: KeyError."""
        return self.words[f"{of}.{value}"]


def choose_language(*wishes: str | None) -> str:
    """Return the first wish that there are words in, by its first part; English where there is none."""
    for wish in wishes:
        language = (wish or "").partition("-")[0].lower()
        if language in LANGUAGES:
            return language
    return LANGUAGES[0]


@cache
def wording(lang: str) -> Wording:
    """Return the words of one of `LANGUAGES`."""
    read = yaml.safe_load((_FOLDER / f"{lang}.yaml").read_text("utf-8"))
    return Wording(lang, read["words"], read["sdg"])
