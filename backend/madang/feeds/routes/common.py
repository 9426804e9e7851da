"""How every public answer is made: found, rendered once, remembered, sent as it is."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Depends, HTTPException, Path, Query, Request, Response

from madang.core.db import Database
from madang.core.errors import ParameterUnknown
from madang.core.web import refusals
from madang.feeds import layer, queries
from madang.feeds.app_pages import AppPage
from madang.feeds.assets import Asset
from madang.feeds.cache import Answer, Dress, FeedMemory, Representation
from madang.feeds.errors import EditionUnknown, FilterUnknown, LanguageUnknown, ReleaseUnknown, ZoneUnknown
from madang.feeds.negotiation import choose_encoding
from madang.feeds.queries import FoundRelease
from madang.feeds.render import Shell
from madang.feeds.rules import Pairs
from madang.programme.snapshot import Snapshot

_NO_CACHE = "public, no-cache"
_IMMUTABLE = "public, max-age=31536000, immutable"
_STATIC = ""
"""What an answer depends on that changes with the next start only."""

CURRENT = Dress(_NO_CACHE, headers=layer.CROSS_ORIGIN)
NEGOTIATED = Dress(_NO_CACHE, vary="Accept, Accept-Encoding", headers=layer.CROSS_ORIGIN)
FROZEN = Dress(_IMMUTABLE, headers=layer.CROSS_ORIGIN)
FROZEN_NEGOTIATED = Dress(_IMMUTABLE, vary="Accept, Accept-Encoding", headers=layer.CROSS_ORIGIN)
PAGE = Dress(_NO_CACHE)
ASSET = Dress(_IMMUTABLE)
EMBED = Dress(_NO_CACHE, headers=(*layer.CROSS_ORIGIN, (b"cross-origin-resource-policy", b"cross-origin")))

EditionSlug = Annotated[str, Path(description="The edition's slug, such as `gsef-cbt-2019`.", max_length=64)]
ReleaseNumber = Annotated[int, Path(description="Number of a release.", ge=1, le=1_000_000)]
Language = Annotated[
    str | None,
    Query(description="Language of texts; one that lacks it is in the edition's default language.", max_length=35),
]
Zone = Annotated[
    str | None, Query(description="IANA zone that times are given in; left out: the edition's.", max_length=64)
]


@dataclass(frozen=True)
class Surface:
    """What the public surface is made of, apart from its memory; `app.state.surface`."""

    shell: Shell
    page: AppPage
    assets: dict[str, Asset]


class ReadyAnswer(Response):
    """An answer that is finished: its messages are sent as they are, in copies that other layers may add to."""

    def __init__(self, answer: Answer, *, fresh: bool) -> None:
        self.background = None
        start = answer.not_modified if fresh else answer.start
        self.status_code = start["status"]
        self.raw_headers = list(start["headers"])
        self.body = b"" if fresh else answer.body["body"]


async def deliver(
    request: Request, key: Any, render: Callable[[], Representation], dress: Dress, *, edition: str | None
) -> ReadyAnswer:
    """Answer with what `key` names, and remember that requests which look like this one get it.

    `edition` None: what changes without a release, and is asked of the database each time, rendered or not.
    """
    slip: layer.Slip = request.scope[layer.SLIP]
    memory: FeedMemory = request.app.state.feeds
    rendered = await memory.rendered(key, render)
    answer = rendered.answer(choose_encoding(slip.accept_encoding), dress)
    if edition is not None:
        memory.remember(slip.raw, key, answer, edition=edition, generation=slip.generation)
    return ReadyAnswer(answer, fresh=layer.is_fresh(answer, slip.if_none_match, slip.if_modified_since))


async def load(request: Request, slug: str, number: int | None = None) -> tuple[FoundRelease, Snapshot]:
    """Return a release and its programme.

    The transaction ends before anything is rendered: a slow rendering must not hold a connection.
    Errors: EditionUnknown, ReleaseUnknown.
    """
    database: Database = request.app.state.database
    memory: FeedMemory = request.app.state.feeds
    async with database.read() as db:
        found = await queries.find_release(db, slug, number)
        if found is None:
            if number is not None and await queries.edition_exists(db, slug):
                raise ReleaseUnknown(f"{slug} has no release {number}")
            raise EditionUnknown(f"there is no public edition {slug!r}")

    async def read(release: FoundRelease = found) -> Snapshot:
        async with database.read() as db:
            return await queries.get_snapshot(db, release.id)

    return found, await memory.loaded(found.key, read)


def pairs_of(request: Request) -> Pairs:
    """Return the query as it was sent, repeated names too."""
    return parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)


def shell_of(request: Request) -> Shell:
    """Return what all answers of this installation have in common."""
    surface: Surface = request.app.state.surface
    return surface.shell


class JsonAnswer(Response):
    """For the document: the answer is JSON."""

    media_type = "application/json"


class HtmlAnswer(Response):
    """For the document: the answer is a page."""

    media_type = "text/html"


def _document_filters(
    day: Annotated[list[str] | None, Query(description="Only these days, ISO dates of the edition.")] = None,
    topic: Annotated[list[str] | None, Query(description="Only sessions with one of these topics, by key.")] = None,
    kind: Annotated[list[str] | None, Query(description="Only sessions of these kinds.")] = None,
    site: Annotated[list[str] | None, Query(description="Only sessions at one of these venues, by key.")] = None,
    lang: Language = None,
    tz: Zone = None,
) -> None:
    """Describe the parameters; `rules.read_view` reads them from the query itself, unknown ones too."""


AgendaQuery = Annotated[None, Depends(_document_filters)]
AGENDA_ERRORS = refusals(EditionUnknown, ParameterUnknown, FilterUnknown, LanguageUnknown, ZoneUnknown)
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    304: {"description": "The client has this answer already (`If-None-Match`)."}
}


async def asset(request: Request, address: str, dress: Dress) -> Response:
    """Answer with a built file. Errors: HTTPException 404."""
    surface: Surface = request.app.state.surface
    built = surface.assets.get(address)
    if built is None:
        raise HTTPException(404, "there is nothing at this address")
    try:
        return await deliver(request, ("asset", address), partial(built.read, surface.shell), dress, edition=_STATIC)
    except FileNotFoundError as gone:
        raise HTTPException(404, "this file is gone; a newer build took its place") from gone
