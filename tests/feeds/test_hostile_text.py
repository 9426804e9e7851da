"""Whatever text is stored, every format stays one: hypothesis writes it, strict readers read it."""

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from icalendar import Calendar

from feeds.sample import BASE_URL, RELEASE, make_person, make_programme, make_session
from madang.feeds.render import Shell, render_agenda
from madang.feeds.rules import View

SHELL = Shell(BASE_URL, ())
# Any code point there is, lone surrogates and controls too, and the marks that mean something to one of the formats.
TEXT = st.text(
    st.one_of(st.characters(codec=None), st.sampled_from("\r\n\t\0\\;:,\"'<>&=^{}\x85\u2028\ud800\ufeff")), max_size=120
).map(lambda text: text or "x")
NASTY = "BEGIN:VEVENT\r\nSUMMARY:x\nEND:VCALENDAR\\n\\;</script><script>alert(1)</script>]]>&amp;\x00\x85\ud800"


def programme_of(text: str) -> Any:
    programme: Any = make_programme(title={"en": text}, theme={"en": text}, place={"en": text})
    visit = programme["sessions"][3]
    visit["title"] = visit["abstract"] = {"en": text}
    visit["options"][0]["title"] = visit["options"][0]["stops"][0]["title"] = {"en": text}
    programme["venues"][1]["name"] = programme["venues"][1]["address"] = {"en": text}
    programme["topics"][0]["name"] = {"en": text}
    people = [make_person(name=text, affiliation=text, position=text, contribution={"en": text})]
    materials = [{"title": {"en": text}, "url": "https://agenda.example.org/x"}]
    programme["sessions"] = [visit, make_session(9, title={"en": text}, people=people, materials=materials, venue=None)]
    return programme


def render(suffix: str, text: str) -> bytes:
    programme = programme_of(text)
    view = View("en", "Asia/Seoul")
    return render_agenda(suffix, programme, RELEASE, view, SHELL, modified=None).body


@given(TEXT)
@example(NASTY)
@hypothesis_settings(max_examples=150)
def test_json_stays_well_formed(text: str) -> None:
    agenda = json.loads(render("json", text).decode("utf-8"))

    assert len(agenda["days"]) == 2


@given(TEXT)
@example(NASTY)
@hypothesis_settings(max_examples=150)
def test_calendar_stays_well_formed(text: str) -> None:
    calendar = render("ics", text)

    for line in calendar.split(b"\r\n"):
        assert len(line) <= 75
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line.decode("utf-8"))
    events = Calendar.from_ical(calendar).walk("VEVENT")
    assert [str(event["UID"]) for event in events] == [
        "session-9.courtyard-2019@madang",
        "session-4.courtyard-2019@madang",
    ]
    assert not [error for event in events for error in event.errors]


@given(TEXT)
@example(NASTY)
@hypothesis_settings(max_examples=150)
def test_plain_text_has_no_control_characters(text: str) -> None:
    printed = render("txt", text).decode("utf-8")

    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", printed)


class _Strict(HTMLParser):
    """Collects elements; void ones apart, each must be closed in order."""

    VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on") or name == "style"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@given(TEXT)
@example(NASTY)
@hypothesis_settings(max_examples=60)
def test_html_has_the_same_elements_whatever_is_written(text: str) -> None:
    page = _Strict()
    page.feed(render("html", text).decode("utf-8"))
    page.close()

    assert page.open == []
    assert "script" not in page.seen


@pytest.mark.parametrize("suffix", ["json", "ics", "txt", "html"])
def test_nothing_is_lost_from_decent_text(suffix: str) -> None:
    assert "Atelier d’été: été, 한국어" in render(suffix, "Atelier d’été: été, 한국어").decode().replace(
        "\r\n ", ""
    ).replace("\\,", ",")
