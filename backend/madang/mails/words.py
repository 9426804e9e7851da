"""The words of mails by language, and how they are put into text and HTML."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from babel import Locale
from babel.dates import format_date, format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from madang.core.calendar import get_zone
from madang.outbox.worker import Attachment, Mail

LANGUAGES = ("en", "ko", "fr", "es")
_FOLDER = Path(__file__).parent
WORDS: dict[str, dict[str, Any]] = {
    language: yaml.safe_load((_FOLDER / "words" / f"{language}.yaml").read_text("utf-8")) for language in LANGUAGES
}


_LOADER = FileSystemLoader(_FOLDER / "templates")
_HTML = Environment(loader=_LOADER, autoescape=True, undefined=StrictUndefined)
_TEXT = _HTML.overlay(autoescape=False)  # plain text: there is no markup to be escaped


def choose_language(*wishes: str | None) -> str:
    """Return the first wish that mails are written in, by its first part; English where there is none."""
    for wish in wishes:
        language = (wish or "").partition("-")[0].lower()
        if language in WORDS:
            return language
    return "en"


def say_moment(moment: datetime, language: str, zone: str = "UTC") -> str:
    """Return a moment as a reader of that language writes it, with its zone."""
    local = moment.astimezone(get_zone(zone))
    return f"{format_datetime(local, 'long', locale=Locale.parse(language))}"


def say_days(days: Sequence[date], language: str) -> str:
    """Return the days of an edition as a reader of that language writes them: the first, and the last."""
    written = [format_date(day, "long", locale=Locale.parse(language)) for day in (days[0], days[-1])]
    return written[0] if days[0] == days[-1] else " – ".join(written)


def say_role(role: str, language: str) -> str:
    """Return what a role is called."""
    name: str = WORDS[language]["roles"][role]
    return name


def make_mail(
    kind: str,
    *,
    recipient: str,
    language: str,
    base_url: str,
    values: Mapping[str, object] | None = None,
    address: str | None = None,
    code: str | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> Mail:
    """Return a mail of a kind in words. Values are filled in as they are: only the template knows markup."""
    words = WORDS[language]
    own = words["kinds"][kind]
    known = {"not_you": words["not_you"], "not_you_act": words["not_you_act"], **(values or {})}

    def fill(text: str) -> str:
        return text.format_map(known)

    parts = {
        "language": language,
        "subject": fill(own["subject"]),
        # A line may be nothing but what somebody said, and they may have said nothing.
        "lines": [line for line in map(fill, own["lines"]) if line.strip()],
        "after": [fill(line) for line in own.get("after", [])],
        "button": own.get("button", ""),
        "address": address or "",
        "code": f"{code[:4]} {code[4:]}" if code else "",
        "code_words": words["code"],
        "footer": words["footer"].format(host=urlsplit(base_url).netloc),
    }
    return Mail(
        recipient=recipient,
        language=language,
        subject=str(parts["subject"]),
        text=_TEXT.get_template("mail.txt.j2").render(parts),
        html=_HTML.get_template("mail.html.j2").render(parts),
        attachments=attachments,
    )
