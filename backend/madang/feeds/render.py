"""Formats, and how a release becomes the bytes of each. Pure; slow enough to be called in a thread."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import orjson

from madang.feeds import html
from madang.feeds.cache import Header, Representation
from madang.feeds.ical import agenda_ical
from madang.feeds.json_feed import Json, agenda_json
from madang.feeds.rules import ReleaseInfo, View
from madang.feeds.text import agenda_text
from madang.programme.snapshot import EditionSnapshot, Snapshot

MEDIA_TYPES = {
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
"""Formats by suffix; the first is what `*/*` gets."""

# Neither gets in; should one be stored all the same, it must not take a page down.
_NOT_IN_HTML = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def bare_media_type(suffix: str) -> str:
    """Return a format's media type without parameters."""
    return MEDIA_TYPES[suffix].split(";", maxsplit=1)[0]


@dataclass(frozen=True)
class Shell:
    """What the installation adds to every representation: where it lives, and how browsers must treat it."""

    base_url: str
    security: tuple[Header, ...]

    def headers(self, policy: bytes | None = None, *more: Header) -> tuple[Header, ...]:
        """Return the security headers, with a page's own Content-Security-Policy where it has one."""
        if policy is None:
            return self.security + more
        rest = tuple(header for header in self.security if header[0] != b"content-security-policy")
        return (*rest, (b"content-security-policy", policy), *more)

    def page_policy(self, *, script: str = "", frame_ancestors: str = "'none'") -> bytes:
        """Return the policy of an HTML page: everything from here, nothing inline but by hash."""
        address = urlsplit(self.base_url)
        here = f"'self' {address.scheme}://{address.netloc}"
        return (
            f"default-src 'none'; script-src {here}{script and ' ' + script}; style-src {here}; img-src {here} data:; "
            f"font-src {here}; connect-src {here}; manifest-src {here}; worker-src {here}; form-action 'self'; "
            f"base-uri 'none'; frame-ancestors {frame_ancestors}"
        ).encode()


def content_language(lang: str, edition: EditionSnapshot, *, labelled: bool) -> str:
    """Return what Content-Language says: labels may be in a language that the edition's texts are not in."""
    if lang in edition["languages"]:
        return lang
    default = edition["default_language"]
    return f"{lang}, {default}" if labelled else default


def dump_json(body: Json) -> bytes:
    """Return JSON; a lone surrogate, which UTF-8 cannot say, is replaced rather than taking the feed down."""
    try:
        return orjson.dumps(body)
    except TypeError:
        return orjson.dumps(_speakable(body))


def _speakable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_speakable(key): _speakable(item) for key, item in value.items()}
    return [_speakable(item) for item in value] if isinstance(value, list) else value


def json_representation(
    body: Json, shell: Shell, *, label: str = "", language: str | None = None, modified: datetime | None = None
) -> Representation:
    """Return a JSON document as a representation."""
    return Representation(
        body=dump_json(body),
        media_type=MEDIA_TYPES["json"],
        label=label,
        language=language,
        modified=modified,
        headers=shell.headers(),
    )


def render_agenda(
    suffix: str,
    snapshot: Snapshot,
    release: ReleaseInfo,
    view: View,
    shell: Shell,
    *,
    modified: datetime | None,
    pinned: bool = False,
    embedded: bool = False,
) -> Representation:
    """Return the agenda in one format. `pinned`: at the address of one release; `embedded`: for an iframe."""
    edition = snapshot["edition"]
    headers = shell.headers()
    if suffix == "json":
        body = dump_json(agenda_json(snapshot, release, view, shell.base_url))
    elif suffix == "ics":
        body = agenda_ical(snapshot, release, view, shell.base_url)
        name = f'inline; filename="{edition["slug"]}.ics"'
        headers = shell.headers(None, (b"content-disposition", name.encode()))
    elif suffix == "txt":
        body = agenda_text(snapshot, release, view, shell.base_url)
    elif embedded:
        page = html.render_embed_page(
            snapshot,
            release=release,
            lang=view.lang,
            tz=view.tz,
            filters=view.filters,
            base_url=shell.base_url,
        )
        body, headers = _utf8(page), shell.headers(shell.page_policy(frame_ancestors="*"))
    else:
        page = html.render_page(
            snapshot,
            release=release,
            lang=view.lang,
            tz=view.tz,
            filters=view.filters,
            base_url=shell.base_url,
            pinned=pinned,
        )
        body, headers = _utf8(page), shell.headers(shell.page_policy())
    return Representation(
        body=body,
        media_type=MEDIA_TYPES[suffix],
        label=release.label,
        language=content_language(view.lang, edition, labelled=suffix != "json"),
        modified=modified,
        headers=headers,
    )


def _utf8(page: str) -> bytes:
    return _NOT_IN_HTML.sub("\ufffd", page).encode()


def order_editions(editions: Sequence[EditionSnapshot]) -> list[EditionSnapshot]:
    """Return editions, the newest first."""
    return sorted(editions, key=lambda edition: (edition["days"][-1:], edition["slug"]), reverse=True)


def featured_edition(editions: Sequence[EditionSnapshot]) -> EditionSnapshot | None:
    """Return the edition to show first: one that runs, else the next that is open, else the newest of the rest."""
    ordered = order_editions(editions)
    for status in ("running", "open", "completed"):
        found = [edition for edition in ordered if edition["status"] == status]
        if found:
            return found[-1] if status == "open" else found[0]
    return ordered[0] if ordered else None
