"""A release as plain text, for a terminal, a mail or a printer. Pure."""

import re
import textwrap
from datetime import date

from madang.feeds.reader import Reader, language_lines, person_line, place_line, stop_line
from madang.feeds.rules import ReleaseInfo, View, by_day
from madang.feeds.words import Interface, interface, interface_language
from madang.programme.snapshot import SessionSnapshot, Snapshot

_WIDTH = 78
_INDENT = " " * 14
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def agenda_text(snapshot: Snapshot, release: ReleaseInfo, view: View, base_url: str) -> bytes:
    """Return the sessions that fit `view`, a paragraph each under its day."""
    edition = snapshot["edition"]
    reader = Reader(snapshot, view.lang, view.zone, base_url)
    words = interface(interface_language(view.lang, edition["default_language"]))
    title = reader.title(edition["title"])
    published = words.moment(release.published_at.astimezone(view.zone))
    blocks = ["\n".join(part for part in (title, reader.text(edition["theme"]), reader.text(edition["place"])) if part)]
    blocks.append(
        "\n".join(
            [
                words.say("times_in", zone=words.zone(view.tz)),
                words.say("release", number=release.number, when=published),
            ]
        )
    )
    days = by_day(snapshot, view.filters)
    if not any(sessions for _, sessions in days):
        blocks.append(words.say("no_match") if snapshot["sessions"] else words.say("empty"))
    for day, sessions in days:
        if sessions:
            heading = words.day(date.fromisoformat(day))
            blocks.append(f"{heading}\n{'=' * len(heading)}")
            blocks += [_session(reader, words, session) for session in sessions]
    return _NOT_TEXT.sub("", "\n\n".join(blocks) + "\n").encode()


def _session(reader: Reader, words: Interface, session: SessionSnapshot) -> str:
    start, end = reader.local(session["start"]), reader.local(session["end"])
    times = f"{start:%H:%M}–{end:%H:%M}"
    status = "" if session["status"] == "confirmed" else f" [{words.say('status.' + session['status'])}]"
    lines = [f"{times:<{len(_INDENT)}}{' '.join(reader.title(session['title']).split())}{status}"]
    if start.date().isoformat() != session["day"]:
        # Days are the edition's; the reader's clock may show another one.
        lines.append(_INDENT + words.short_day(start.date()))
    details = [words.say(f"kind.{session['kind']}")]
    details += [place_line(reader, session)]
    details += [person_line(reader, words, person) for person in session["people"]]
    details += language_lines(words, session)
    for option in session["options"]:
        details.append(f"{reader.title(option['title'])}:")
        details += [f"- {stop_line(reader, words, stop)}" for stop in option["stops"]]
    for detail in filter(None, details):
        lines += textwrap.wrap(
            detail,
            _WIDTH,
            initial_indent=_INDENT,
            subsequent_indent=_INDENT + ("  " if detail.startswith("- ") else ""),
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(lines)
