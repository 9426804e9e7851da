"""The words of a plan's fields, choices and goals by language: for documents, the registry and the editor.

`words/*.yaml` is the one place where they stand; `madang openapi` writes them out for the editor in the browser.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

EDITED_IN = ("en", "ko", "fr", "es")
"""The languages of the editor; documents are written in Vietnamese, too."""

_FOLDER = Path(__file__).parent / "words"
# French sets a space before some signs and inside its quotation marks: one that never ends a line.
FRENCH_SIGNS = re.compile(r" (?=[:;?»])|(?<=«) ")

# Which list of choices a field takes; the same name means other things in other rows.
_CHOICES = {
    "learning/*/kind": "source_kind",
    "actions/*/learning/*/kind": "source_kind",
    "support/*/kind": "support_kind",
    "actions/*/organisations/*/kind": "body_kind",
    "actions/*/organisations/*/role": "role",
    "actions/*/milestones/*/state": "milestone_state",
    "actions/*/indicators/*/level": "level",
    "actions/*/priority": "priority",
    "actions/*/phase": "phase",
    "actions/*/health": "health",
}


@dataclass(frozen=True)
class Wording:
    """What a plan is made of, in one language.

    `words` are by pattern (`actions/*/title`), by kind of row (`rows.milestones`) and by choice (`phase.planning`);
    `sdg` by the code of a goal or target, in English where the language has no words for it.
    """

    lang: str
    words: Mapping[str, str]
    sdg: Mapping[str, str]

    def label(self, key: str) -> str:
        """Return the name of a field or of one row by its pattern, or of rows. Errors: KeyError."""
        return self.words[key]

    def choices(self, pattern: str) -> dict[str, str]:
        """Return the values of a field of choices, in words. Errors: KeyError."""
        start = f"{_CHOICES[pattern]}."
        return {key.removeprefix(start): text for key, text in self.words.items() if key.startswith(start)}

    def choice(self, pattern: str, value: str) -> str:
        """Return one value of a field of choices, in words. Errors: KeyError."""
        return self.words[f"{_CHOICES[pattern]}.{value}"]


@cache
def wording(lang: str) -> Wording:
    """Return the words of one of the languages that there is a file of."""
    text = (_FOLDER / f"{lang}.yaml").read_text("utf-8")
    read = yaml.load(FRENCH_SIGNS.sub("\u00a0", text) if lang == "fr" else text, yaml.CSafeLoader)
    return Wording(lang, read["words"], read["sdg"] if lang == "en" else {**wording("en").sdg, **read["sdg"]})
