"""The single-page app's own page with a first view in it, so that the public pages read without a script. Pure.

Kit's built `index.html` says where: a comment in its head, and one inside `#first-view`. Its inline start script is
allowed by hash, which is computed from the page that was built. The build also tells which addresses the app has
pages at (`pages.json`, written by `frontend/svelte.config.js`).
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from madang.action_plans.queries.public import ListedPlan, PublishedPlan
from madang.feeds import html, jsonld
from madang.feeds.cache import Representation
from madang.feeds.json_feed import Json
from madang.feeds.reader import Reader
from madang.feeds.registry import render as registry
from madang.feeds.registry.html import plan_fragment
from madang.feeds.registry.search import Search
from madang.feeds.render import MEDIA_TYPES, Shell, content_language, dump_json
from madang.feeds.rules import Filters, ReleaseInfo, View, edition_url, match_language, session_url
from madang.feeds.words import UI_LANGUAGES, interface, interface_language
from madang.programme.snapshot import EditionSnapshot, SessionSnapshot, Snapshot

_HEAD = "<!--madang:head-->"
_FIRST_VIEW = "<!--madang:first-view-->"
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_LONGEST_DESCRIPTION = 300
PAGES = "pages.json"
"""The file of the build that lists the app's addresses, one pattern a page."""

_NOT_BUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Madang</title></head>
<body><main><h1>Madang</h1><p>The pages have not been built yet: <code>make run</code> builds them.</p>
<p>The API answers all the same: see <a href="/api/docs">its documentation</a>.</p></main></body></html>
"""


@dataclass(frozen=True)
class AppPage:
    """Kit's page as it was built, and the addresses that it has pages at; `built` is false where there is none."""

    template: str
    script_hashes: str
    built: bool
    addresses: tuple[re.Pattern[str], ...] = ()

    @classmethod
    def read(cls, folder: Path) -> "AppPage":
        """Read the page of a built frontend."""
        try:
            template = (folder / "index.html").read_text("utf-8")
            patterns = json.loads((folder / PAGES).read_text("utf-8"))
        except FileNotFoundError:
            return cls(_NOT_BUILT, "", built=False)
        hashes = [hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(template)]
        allowed = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashes)
        return cls(template, allowed, built=True, addresses=tuple(re.compile(pattern) for pattern in patterns))

    def is_address(self, path: str) -> bool:
        """Whether the app has a page at that path, which starts with a slash."""
        return any(pattern.fullmatch(path) for pattern in self.addresses)

    def representation(
        self, shell: Shell, *, head: str = "<title>Madang</title>", first_view: str = "", lang: str = "", **said: Any
    ) -> Representation:
        """Return the page with `head` and `first_view` in their places."""
        page = self.template
        if lang:
            page = re.sub(r'<html lang="[^"]*"', lambda _: f'<html lang="{escape(lang)}"', page, count=1)
        # Each place is filled once, from the end: nothing that an organiser wrote is searched for places.
        before, place, after = page.partition(_FIRST_VIEW)
        if place:
            page = before + first_view + after
        before, place, after = page.partition(_HEAD)
        if place:
            page = before + head + after
        return Representation(
            body=page.encode("utf-8", "replace"),
            media_type=MEDIA_TYPES["html"],
            headers=shell.headers(shell.page_policy(script=self.script_hashes)),
            **said,
        )


def read_lenient_view(edition: EditionSnapshot, pairs: Sequence[tuple[str, str]]) -> View:
    """Return language and zone of a page's address; what is unknown is ignored, for links carry all kinds of things."""
    asked = dict(pairs)
    lang = match_language(asked.get("lang", "")[:35], [*edition["languages"], *UI_LANGUAGES])
    try:
        view = View(lang or edition["default_language"], asked.get("tz") or edition["timezone"])
        view.zone  # noqa: B018 -- raises for an unknown zone
    except ValueError:
        view = View(lang or edition["default_language"], edition["timezone"])
    return view


def render_edition(
    page: AppPage, snapshot: Snapshot, release: ReleaseInfo, view: View, shell: Shell, *, path: str, etag: str
) -> Representation:
    """Return an edition's agenda in the app's page; `etag` is what agenda.html has for the same view.

    `path` is where the page lives: the first page shows the edition that is featured.
    """
    reader = Reader(snapshot, view.lang, view.zone, shell.base_url)
    fragment = html.render_fragment(
        snapshot,
        release=release,
        lang=view.lang,
        tz=view.tz,
        filters=Filters(),
        base_url=shell.base_url,
        etag=etag,
    )
    slug = escape(reader.edition["slug"])
    first_view = (
        f'<main>{_opening(reader)}<div class="page">'
        f'<madang-agenda edition="{slug}" lang="{escape(view.lang)}" tz="{escape(view.tz)}">{fragment}</madang-agenda>'
        "</div></main>"
    )
    return _page(page, reader, release, shell, path, first_view, event=jsonld.edition_event(reader))


def render_about(page: AppPage, snapshot: Snapshot, release: ReleaseInfo, view: View, shell: Shell) -> Representation:
    """Return an edition's page about itself."""
    reader = Reader(snapshot, view.lang, view.zone, shell.base_url)
    edition = reader.edition
    first_view = "".join(
        [
            f'<main>{_opening(reader)}<div class="page">',
            _paragraphs(reader.text(edition["background"])),
            _list(reader.title(words) for words in edition["objectives"]),
            _list(reader.title(words) for words in edition["key_questions"]),
            "</div></main>",
        ]
    )
    path = f"/e/{edition['slug']}/about"
    return _page(page, reader, release, shell, path, first_view, event=jsonld.edition_event(reader))


def _opening(reader: Reader) -> str:
    """Return what an edition is, dressed and placed like the app's own head of it, which takes its place."""
    edition = reader.edition
    words = interface(interface_language(reader.lang, edition["default_language"]))
    days = [date.fromisoformat(day) for day in edition["days"]]
    facts = [words.days(days[0], days[-1]), reader.text(edition["place"])]
    theme = reader.text(edition["theme"])
    return (
        f'<header class="edition-head"><div class="page"><h1>{escape(reader.title(edition["title"]))}</h1>'
        + (f'<p class="theme">{escape(theme)}</p>' if theme else "")
        + '<ul class="facts">'
        + "".join(f"<li>{escape(fact)}</li>" for fact in facts if fact)
        + "</ul></div></header>"
    )


def render_session(
    page: AppPage, snapshot: Snapshot, release: ReleaseInfo, session: SessionSnapshot, view: View, shell: Shell
) -> Representation:
    """Return a session in the app's page: the agenda's own fragment of that session alone."""
    reader = Reader(snapshot, view.lang, view.zone, shell.base_url)
    alone: Snapshot = {
        **snapshot,
        "edition": {**snapshot["edition"], "days": [session["day"]]},
        "sessions": [session],
    }
    fragment = html.render_fragment(
        alone, release=release, lang=view.lang, tz=view.tz, filters=Filters(), base_url=shell.base_url
    )
    path = f"/e/{reader.edition['slug']}/s/{session['key']}"
    return _page(
        page,
        reader,
        release,
        shell,
        path,
        f'<main><div class="page">{fragment}{_paragraphs(reader.text(session["abstract"]))}</div></main>',
        event=jsonld.session_event(reader, session),
        session=session,
    )


def render_registry(
    page: AppPage,
    snapshot: Snapshot,
    release: ReleaseInfo,
    view: View,
    search: Search,
    plans: Sequence[ListedPlan],
    shell: Shell,
) -> Representation:
    """Return the registry of action plans in the app's page."""
    reader = Reader(snapshot, view.lang, view.zone, shell.base_url)
    title, fragment = registry.list_fragment(reader, search, plans)
    first_view = f'<main>{_opening(reader)}<div class="page drawn">{fragment}</div></main>'
    return _registry_page(page, reader, release, shell, first_view, title=title, described=title, path="registry")


def render_plan(
    page: AppPage, snapshot: Snapshot, release: ReleaseInfo, view: View, published: PublishedPlan, shell: Shell
) -> Representation:
    """Return a published action plan in the app's page."""
    reader = Reader(snapshot, view.lang, view.zone, shell.base_url)
    summary = published.listed.summary
    return _registry_page(
        page,
        reader,
        release,
        shell,
        f'<main><div class="page drawn">{plan_fragment(reader, published)}</div></main>',
        title=summary["title"],
        described=summary["objective"] or summary["title"],
        path=f"registry/{published.listed.key}",
    )


def _registry_page(
    page: AppPage,
    reader: Reader,
    release: ReleaseInfo,
    shell: Shell,
    first_view: str,
    *,
    title: str,
    described: str,
    path: str,
) -> Representation:
    edition = reader.edition
    whole = f"{title} · {reader.title(edition['title'])}"
    address = f"{edition_url(shell.base_url, edition['slug'])}/{path}"
    data = f"{shell.base_url}/public/v1/editions/{edition['slug']}/{path.replace('registry', 'action-plans', 1)}"
    head = [
        f"<title>{escape(whole)}</title>",
        f'<meta name="description" content="{escape(_shorten(described))}">',
        f'<link rel="canonical" href="{escape(address)}">',
        f'<link rel="alternate" type="application/json" href="{escape(data)}">',
        f'<meta property="og:title" content="{escape(whole)}">',
        f'<meta property="og:description" content="{escape(_shorten(described))}">',
        '<link rel="stylesheet" href="/embed/v1/registry.css">',
    ]
    return page.representation(
        shell,
        head="".join(head),
        first_view=first_view,
        lang=reader.lang,
        label=release.label,
        language=content_language(reader.lang, edition, labelled=True),
    )


def _page(
    page: AppPage,
    reader: Reader,
    release: ReleaseInfo,
    shell: Shell,
    path: str,
    first_view: str,
    *,
    event: Json,
    session: SessionSnapshot | None = None,
) -> Representation:
    edition = reader.edition
    title = reader.title(edition["title"])
    described = reader.text(edition["theme"]) or title
    canonical = edition_url(shell.base_url, edition["slug"]) + ("/about" if path.endswith("/about") else "")
    if session is not None:
        described = reader.text(session["abstract"]) or title
        title = f"{reader.title(session['title'])} · {title}"
        canonical = session_url(shell.base_url, edition["slug"], session["key"])
    agenda = f"{shell.base_url}/public/v1/editions/{edition['slug']}/agenda"
    asked = f"?lang={reader.lang}" if reader.lang != edition["default_language"] else ""
    head = [
        f"<title>{escape(title)}</title>",
        f'<meta name="description" content="{escape(_shorten(described))}">',
        f'<link rel="canonical" href="{escape(canonical + asked)}">',
        f'<link rel="alternate" hreflang="x-default" href="{escape(canonical)}">',
        *(
            f'<link rel="alternate" hreflang="{escape(tag)}" href="{escape(canonical)}?lang={escape(tag)}">'
            for tag in edition["languages"]
        ),
        f'<link rel="alternate" type="text/calendar" title="{escape(title)}" href="{escape(agenda)}.ics{asked}">',
        f'<link rel="alternate" type="application/json" href="{escape(agenda)}.json{asked}">',
        f'<meta property="og:title" content="{escape(title)}">',
        f'<meta property="og:description" content="{escape(_shorten(described))}">',
        '<meta property="og:type" content="website">',
        f'<meta property="og:url" content="{escape(canonical + asked)}">',
        '<link rel="stylesheet" href="/embed/v1/agenda.css">' if first_view else "",
        f'<script type="application/ld+json">{_in_script(event)}</script>',
    ]
    return page.representation(
        shell,
        head="".join(head),
        first_view=first_view,
        lang=reader.lang,
        label=release.label,
        language=content_language(reader.lang, edition, labelled=True),
    )


def _paragraphs(text: str | None) -> str:
    # Light markup stays as it was typed: the app shows it finished, and before that it reads well enough.
    return "".join(f"<p>{escape(block.strip())}</p>" for block in (text or "").split("\n\n") if block.strip())


def _list(texts: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f"<ul>{items}</ul>" if items else ""


def _shorten(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_DESCRIPTION else words[: _LONGEST_DESCRIPTION - 1].rstrip() + "…"


def _in_script(event: Json) -> str:
    # Inside a script element only "</" and "<!--" could end or change it.
    return dump_json(event).decode().replace("<", "\\u003c")
