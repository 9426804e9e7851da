"""The words of mails by language, and how they are put into text and HTML."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from babel import Locale
from babel.dates import format_date, format_interval, format_time, get_timezone_location
from babel.lists import format_list
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from madang.core.calendar import get_zone
from madang.outbox.worker import Attachment, Mail

LANGUAGES = ("en", "ko", "fr", "es")
_NOON = 12
_FOLDER = Path(__file__).parent
# French sets a space before some signs and inside its quotation marks: one that never ends a line.
_FRENCH_SIGNS = re.compile(r" (?=[:;?»])|(?<=«) ")


def _read(language: str) -> dict[str, Any]:
    text = (_FOLDER / "words" / f"{language}.yaml").read_text("utf-8")
    text = _FRENCH_SIGNS.sub("\u00a0", text) if language == "fr" else text
    words: dict[str, Any] = yaml.load(text, yaml.CSafeLoader)  # as safe_load, in C
    return words


WORDS = {language: _read(language) for language in LANGUAGES}
# British order, "28 October 2019", as the pages write it.
_LOCALES = {language: Locale.parse("en_GB" if language == "en" else language) for language in LANGUAGES}

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
    """Return a moment as a reader of that language writes it, with the city whose time it is."""
    local = moment.astimezone(get_zone(zone))
    day = format_date(local.date(), "long", _LOCALES[language])
    city = _say_city(zone, language)
    words: str = WORDS[language]["moment" if city != "UTC" else "moment_utc"]
    return words.format(day=day, time=_say_time(local, language), city=city)


def say_span(start: datetime, end: datetime, language: str, zone: str = "UTC") -> str:
    """Return from when to when, the day said once where it is one, with the city whose time it is."""
    first, last = start.astimezone(get_zone(zone)), end.astimezone(get_zone(zone))
    if first.date() != last.date():
        return f"{say_moment(start, language, zone)} – {say_moment(end, language, zone)}"
    city = _say_city(zone, language)
    words: str = WORDS[language]["span" if city != "UTC" else "span_utc"]
    day = format_date(first.date(), "long", _LOCALES[language])
    return words.format(day=day, start=_say_time(first, language), end=_say_time(last, language), city=city)


def _say_time(local: datetime, language: str) -> str:
    locale = _LOCALES[language]
    if language == "ko":
        # The library's own names of the halves of a day are English here.
        return f"{'오전' if local.hour < _NOON else '오후'} {format_time(local, 'h:mm', locale=locale)}"
    return format_time(local, "HH:mm", locale=locale)


def _say_city(zone: str, language: str) -> str:
    return "UTC" if zone == "UTC" else get_timezone_location(zone, _LOCALES[language], return_city=True)


def say_list(names: Sequence[str], language: str) -> str:
    """Return names as a list in words."""
    return format_list(list(names), locale=Locale.parse(language))


def say_days(days: Sequence[date], language: str) -> str:
    """Return the days of an edition as one span, ascending."""
    locale = _LOCALES[language]
    if days[0] == days[-1]:
        return format_date(days[0], "long", locale)
    if (days[0].year, days[0].month) == (days[-1].year, days[-1].month):
        return format_interval(days[0], days[-1], "yMMMd", locale=locale)
    return f"{format_date(days[0], 'long', locale)} – {format_date(days[-1], 'long', locale)}"


def say_day(day: date, language: str) -> str:
    """Return a day as a reader of that language writes it."""
    return format_date(day, "long", locale=Locale.parse(language))


def say_role(role: str, language: str) -> str:
    """Return what a role is called."""
    name: str = WORDS[language]["roles"][role]
    return name


def say_seats(seats: Mapping[str, int], language: str) -> str:
    """Return seats by capacity as a list in words; empty where there are none."""
    names = WORDS[language]["capacities"]
    parts = [f"{number} × {names[capacity]}" for capacity, number in seats.items() if number]
    return format_list(parts, locale=Locale.parse(language)) if parts else ""


def say_as_line(name: str, language: str, **values: str) -> str:
    """Return a line that stands in a mail only now and then; empty where a value of it is."""
    line: str = WORDS[language]["lines"][name]
    return line.format_map(values) if all(values.values()) else ""


def make_mail(
    kind: str,
    *,
    recipient: str,
    language: str,
    base_url: str,
    values: Mapping[str, object] | None = None,
    address: str | None = None,
    code: str | None = None,
    lines: Sequence[str] | None = None,
    attachments: tuple[Attachment, ...] = (),
) -> Mail:
    """Return a mail of a kind in words. Values are filled in as they are: only the template knows markup.

    A line of which nothing is left, since its only value is empty, is left out.
    `lines` stand in place of the kind's own, for what is not written by us.
    """
    words = WORDS[language]
    own = words["kinds"][kind]
    # Where the code is typed: the link's page, without what it proves.
    where = re.sub(r"^https?://|[?#].*$", "", address or base_url)
    known = {"where": where, "not_you": words["not_you"], "not_you_act": words["not_you_act"], **(values or {})}

    def fill(text: str) -> str:
        return text.format_map(known)

    parts = {
        "language": language,
        "subject": fill(own["subject"]),
        "lines": list(lines) if lines is not None else [filled for line in own["lines"] if (filled := fill(line))],
        "after": [filled for line in own.get("after", []) if (filled := fill(line))],
        "button": own.get("button", ""),
        "address": address or "",
        "code": f"{code[:4]} {code[4:]}" if code else "",
        "code_words": fill(words["code"]),
        "colon": "\u00a0:" if language == "fr" else ":",
        "footer": fill(words["footer"].replace("{host}", urlsplit(base_url).netloc)),
    }
    return Mail(
        recipient=recipient,
        language=language,
        subject=str(parts["subject"]),
        text=_TEXT.get_template("mail.txt.j2").render(parts),
        html=_HTML.get_template("mail.html.j2").render(parts),
        attachments=attachments,
    )
