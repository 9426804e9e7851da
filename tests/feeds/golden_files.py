"""The golden files: which there are, and how they are written again after a wanted change.

`python tests/feeds/golden_files.py` writes them; read the difference before you commit it.
"""

import sys
from pathlib import Path

import orjson

FOLDER = Path(__file__).parent / "golden"
if __name__ == "__main__":
    sys.path.insert(0, str(FOLDER.parents[1]))

# ruff: noqa: E402 -- run as a script, it must find the tests' own modules first
from feeds.sample import BASE_URL, RELEASE, make_programme
from madang.feeds.html import render_fragment
from madang.feeds.ical import agenda_ical
from madang.feeds.json_feed import agenda_json, session_json
from madang.feeds.rules import AGENDA_PARAMETERS, read_view
from madang.feeds.text import agenda_text

QUERIES = {
    "agenda.json": [],
    "agenda.fr.montreal.json": [("lang", "fr"), ("tz", "America/Montreal")],
    "agenda.filtered.json": [("topic", "finance"), ("kind", "thematic"), ("kind", "roundtable")],
    "session.json": [],
    "agenda.ics": [],
    "agenda.ko.ics": [("lang", "ko")],
    "agenda.txt": [],
    "agenda.es.montreal.txt": [("lang", "es"), ("tz", "America/Montreal")],
    "fragment.html": [],
    "fragment.ko.montreal.html": [("lang", "ko"), ("tz", "America/Montreal")],
    "fragment.es.utc.html": [("lang", "es"), ("tz", "UTC")],
}


def make(name: str) -> bytes:
    """Return what the golden file of that name is to hold."""
    programme = make_programme()
    view = read_view(programme, QUERIES[name], AGENDA_PARAMETERS)
    if name.endswith(".ics"):
        return agenda_ical(programme, RELEASE, view, BASE_URL)
    if name.endswith(".html"):
        shown = {"lang": view.lang, "tz": view.tz, "filters": view.filters, "etag": '"3.0-x"'}
        return render_fragment(programme, release=RELEASE, base_url=BASE_URL, **shown).encode()
    if name.endswith(".txt"):
        return agenda_text(programme, RELEASE, view, BASE_URL)
    if name == "session.json":
        body = session_json(programme, RELEASE, programme["sessions"][0], view, BASE_URL)
    else:
        body = agenda_json(programme, RELEASE, view, BASE_URL)
    return orjson.dumps(body, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


if __name__ == "__main__":
    for name in QUERIES:
        (FOLDER / name).write_bytes(make(name))
