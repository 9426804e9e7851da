"""The one renderer of the agenda: a fragment, a readable page of it, and the page for an iframe.

Pure: a release's snapshot goes in, text comes out. The fragment's data attributes are what `<madang-agenda>` relies on.
"""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from madang.feeds.html_view import AgendaView
from madang.feeds.rules import Filters, ReleaseInfo
from madang.programme.snapshot import Snapshot


def render_fragment(
    snapshot: Snapshot,
    *,
    release: ReleaseInfo,
    lang: str,
    tz: str,
    filters: Filters,
    base_url: str,
    etag: str = "",
) -> str:
    """Return `<section class="madang-agenda">…</section>`.

    Shapes: `lang` need not be one of the edition's: its texts fall back to the default language, marked as such.
            `etag` is what the address of agenda.html answers with for the same view, quotes included.
    Errors: zoneinfo.ZoneInfoNotFoundError for an unknown `tz`.
    """
    view = AgendaView(snapshot, release, lang, tz, filters, base_url)
    return _template("fragment.html").render(view.fragment(etag=etag))


def render_page(
    snapshot: Snapshot,
    *,
    release: ReleaseInfo,
    lang: str,
    tz: str,
    filters: Filters,
    base_url: str,
    pinned: bool = False,
) -> str:
    """Return agenda.html: readable and printable without a script, with links to other formats, languages and zones.

    `pinned` is for the address of one release, which says so and links to the current one.
    """
    view = AgendaView(snapshot, release, lang, tz, filters, base_url)
    return _template("page.html").render(view.page(pinned=pinned))


def render_embed_page(
    snapshot: Snapshot, *, release: ReleaseInfo, lang: str, tz: str, filters: Filters, base_url: str
) -> str:
    """Return the page for a partner's iframe: the fragment, enhanced where scripts run. Its links leave the frame."""
    view = AgendaView(snapshot, release, lang, tz, filters, base_url)
    return _template("embed.html").render(view.page(new_tab=True))


@cache
def _template(name: str) -> Template:
    return Environment(
        loader=PackageLoader("madang.feeds"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template(name)
