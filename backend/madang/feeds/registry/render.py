"""How the registry becomes bytes. Pure; slow enough to be called in a thread."""

from collections.abc import Sequence

from madang.action_plans.queries.public import ListedPlan, PublishedPlan
from madang.feeds.cache import Representation
from madang.feeds.reader import Reader
from madang.feeds.registry import html, shapes, tables
from madang.feeds.registry.search import Search, find
from madang.feeds.render import MEDIA_TYPES, Shell, content_language, json_representation
from madang.feeds.rules import View
from madang.programme.snapshot import Snapshot

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def _reader(snapshot: Snapshot, view: View, shell: Shell) -> Reader:
    return Reader(snapshot, view.lang, view.zone, shell.base_url)


def list_as_json(
    snapshot: Snapshot, view: View, search: Search, plans: Sequence[ListedPlan], shell: Shell
) -> Representation:
    """Return a page of the registry as JSON."""
    body = shapes.list_json(_reader(snapshot, view, shell), find(plans, search), search)
    language = content_language(view.lang, snapshot["edition"], labelled=False)
    return json_representation(body, shell, language=language)


def list_as_page(
    snapshot: Snapshot, view: View, search: Search, plans: Sequence[ListedPlan], shell: Shell
) -> Representation:
    """Return a page of the registry as a page to read."""
    reader = _reader(snapshot, view, shell)
    return _page(reader, *list_fragment(reader, search, plans), shell, key=None)


def list_fragment(reader: Reader, search: Search, plans: Sequence[ListedPlan]) -> tuple[str, str]:
    """Return the title of a page of the registry and its fragment."""
    return html.RegistryView(reader).say("title"), html.list_fragment(reader, find(plans, search), search)


def plan_as_json(snapshot: Snapshot, view: View, published: PublishedPlan, shell: Shell) -> Representation:
    """Return a plan as JSON."""
    body = shapes.plan_json(_reader(snapshot, view, shell), published)
    language = content_language(view.lang, snapshot["edition"], labelled=False)
    return json_representation(body, shell, language=language)


def plan_as_page(snapshot: Snapshot, view: View, published: PublishedPlan, shell: Shell) -> Representation:
    """Return a plan as a page to read."""
    reader = _reader(snapshot, view, shell)
    title, fragment = published.listed.summary["title"], html.plan_fragment(reader, published)
    return _page(reader, title, fragment, shell, key=published.listed.key)


def _page(reader: Reader, title: str, fragment: str, shell: Shell, *, key: str | None) -> Representation:
    return Representation(
        body=html.page(reader, title, fragment, key=key).encode("utf-8", "replace"),
        media_type=MEDIA_TYPES["html"],
        language=content_language(reader.lang, reader.edition, labelled=True),
        headers=shell.headers(shell.page_policy()),
    )


def table(
    suffix: str, snapshot: Snapshot, view: View, plans: Sequence[ListedPlan], fields: tables.Fields, shell: Shell
) -> Representation:
    """Return the whole registry as `csv` or `xlsx`."""
    reader = _reader(snapshot, view, shell)
    make = {"csv": tables.actions_csv, "xlsx": tables.workbook}[suffix]
    name = f"{snapshot['edition']['slug']}-action-plans.{suffix}"
    return Representation(
        body=make(reader, plans, fields),
        media_type={"csv": CSV, "xlsx": XLSX}[suffix],
        headers=shell.headers(None, (b"content-disposition", f'attachment; filename="{name}"'.encode())),
    )
