"""The public surface: documented here, answered from memory by `feeds/layer.py` whenever it can be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Path, Query, Request, Response
from starlette.convertors import Convertor, register_url_convertor

from madang.core.db import Database
from madang.core.errors import ParameterUnknown
from madang.core.web import refusals
from madang.core.web.layers import SECURITY_HEADERS
from madang.feeds import json_feed, layer, queries, schemas
from madang.feeds.app_pages import (
    AppPage,
    is_app_address,
    read_lenient_view,
    render_about,
    render_edition,
    render_session,
)
from madang.feeds.assets import Asset, find_assets
from madang.feeds.cache import EVERYTHING, Answer, Dress, FeedMemory, Representation
from madang.feeds.errors import (
    EditionUnknown,
    FilterUnknown,
    LanguageUnknown,
    NotAcceptable,
    ReleaseUnknown,
    SessionUnknown,
    ZoneUnknown,
)
from madang.feeds.negotiation import choose_encoding, choose_media_type
from madang.feeds.queries import FoundRelease
from madang.feeds.render import (
    MEDIA_TYPES,
    Shell,
    bare_media_type,
    content_language,
    featured_edition,
    json_representation,
    order_editions,
    render_agenda,
)
from madang.feeds.rules import (
    AGENDA_PARAMETERS,
    EDITION_PARAMETERS,
    SESSION_PARAMETERS,
    Pairs,
    View,
    check_parameters,
    read_language,
    read_view,
)
from madang.feeds.words import UI_LANGUAGES
from madang.programme.snapshot import Snapshot, write_moment
from madang.settings import Settings

router = APIRouter(tags=["public"])
pages = APIRouter(include_in_schema=False)

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


def install(app: FastAPI, settings: Settings) -> None:
    """Give `app` the public routes, the app's pages and the layer in front. To be called when all else is in place."""
    security = list(SECURITY_HEADERS.items())
    if settings.base_url.startswith("https:"):
        security.append((b"strict-transport-security", b"max-age=31536000"))
    app.state.surface = Surface(
        Shell(settings.base_url, tuple(security)),
        AppPage.read(settings.frontend_dir),
        find_assets(settings.frontend_dir),
    )
    app.include_router(router)
    app.include_router(pages)
    layer.install(app, FeedMemory(settings.feed_memory_bytes))


# --- how an answer is made -------------------------------------------------------------------------------------


class ReadyAnswer(Response):
    """An answer that is finished: its messages are sent as they are, in copies that other layers may add to."""

    def __init__(self, answer: Answer, *, fresh: bool) -> None:
        self.background = None
        start = answer.not_modified if fresh else answer.start
        self.status_code = start["status"]
        self.raw_headers = list(start["headers"])
        self.body = b"" if fresh else answer.body["body"]


async def _deliver(
    request: Request, key: Any, render: Callable[[], Representation], dress: Dress, *, edition: str
) -> ReadyAnswer:
    """Answer with what `key` names, and remember that requests which look like this one get it."""
    slip: layer.Slip = request.scope[layer.SLIP]
    memory: FeedMemory = request.app.state.feeds
    rendered = await memory.rendered(key, render)
    answer = rendered.answer(choose_encoding(slip.accept_encoding), dress)
    memory.remember(slip.raw, key, answer, edition=edition, generation=slip.generation)
    return ReadyAnswer(answer, fresh=layer.is_fresh(answer, slip.if_none_match, slip.if_modified_since))


async def _load(request: Request, slug: str, number: int | None = None) -> tuple[FoundRelease, Snapshot]:
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


def _pairs(request: Request) -> Pairs:
    return parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)


def _shell(request: Request) -> Shell:
    surface: Surface = request.app.state.surface
    return surface.shell


# --- the agenda ------------------------------------------------------------------------------------------------


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
_AGENDA_ERRORS = refusals(EditionUnknown, ParameterUnknown, FilterUnknown, LanguageUnknown, ZoneUnknown)
_NOT_MODIFIED: dict[int | str, dict[str, Any]] = {
    304: {"description": "The client has this answer already (`If-None-Match`)."}
}


async def _agenda(
    request: Request, slug: str, suffix: str, *, number: int | None = None, negotiated: bool = False
) -> Response:
    found, snapshot = await _load(request, slug, number)
    view = _read_agenda_view(request, snapshot, suffix)
    # Once a release was withdrawn, or a name taken out of it, no cache may answer for it without asking.
    frozen = number is not None and not found.info.revision and not found.withdrawn_at
    dress = (FROZEN_NEGOTIATED if frozen else NEGOTIATED) if negotiated else (FROZEN if frozen else CURRENT)
    pinned = number is not None and suffix == "html"
    render = partial(
        render_agenda,
        suffix,
        snapshot,
        found.info,
        view,
        _shell(request),
        modified=found.modified,
        pinned=pinned,
    )
    key = ("agenda", suffix, found.key, found.modified, pinned, view.key)
    return await _deliver(request, key, render, dress, edition=slug)


def _read_agenda_view(request: Request, snapshot: Snapshot, suffix: str) -> View:
    view = read_view(snapshot, _pairs(request), AGENDA_PARAMETERS)
    # A calendar has the edition's own zone, whatever the reader's.
    return View(view.lang, snapshot["edition"]["timezone"], view.filters) if suffix == "ics" else view


def _negotiate(request: Request) -> str:
    slip: layer.Slip = request.scope[layer.SLIP]
    offered = {bare_media_type(suffix): suffix for suffix in MEDIA_TYPES}
    chosen = choose_media_type(slip.accept, list(offered))
    if chosen is None:
        raise NotAcceptable(
            f"the agenda comes as {', '.join(offered)}", current=list(offered), headers={"Vary": "Accept"}
        )
    return offered[chosen]


def _content(suffixes: Sequence[str]) -> dict[int | str, dict[str, Any]]:
    text = {bare_media_type(suffix): {"schema": {"type": "string"}} for suffix in suffixes if suffix != "json"}
    return {200: {"description": "The agenda.", "content": text}}


class _JsonAnswer(Response):
    media_type = "application/json"


class _CalendarAnswer(Response):
    media_type = "text/calendar"


class _HtmlAnswer(Response):
    media_type = "text/html"


class _TextAnswer(Response):
    media_type = "text/plain"


_ANSWERS: dict[str, type[Response]] = {
    "json": _JsonAnswer,
    "html": _HtmlAnswer,
    "ics": _CalendarAnswer,
    "txt": _TextAnswer,
}
_NAMES = {"json": "JSON", "html": "a page that reads and prints without a script", "ics": "iCalendar", "txt": "text"}


@router.get(
    "/public/v1/editions/{edition}/agenda",
    response_class=_JsonAnswer,
    response_model=schemas.Agenda,
    responses={
        **_content(list(MEDIA_TYPES)),
        **_NOT_MODIFIED,
        **_AGENDA_ERRORS,
        **refusals(NotAcceptable),
    },
)
async def public_agenda(edition: EditionSlug, request: Request, _query: AgendaQuery) -> Response:
    """The current agenda in the format that `Accept` likes most."""
    return await _agenda(request, edition, _negotiate(request), negotiated=True)


@router.get(
    "/public/v1/editions/{edition}/releases/{number}/agenda",
    response_class=_JsonAnswer,
    response_model=schemas.Agenda,
    responses={
        **_content(list(MEDIA_TYPES)),
        **_NOT_MODIFIED,
        **_AGENDA_ERRORS,
        **refusals(NotAcceptable, EditionUnknown, ReleaseUnknown),
    },
)
async def public_release_agenda(
    edition: EditionSlug, number: ReleaseNumber, request: Request, _query: AgendaQuery
) -> Response:
    """The agenda of one release, in the format that `Accept` likes most. It never changes."""
    return await _agenda(request, edition, _negotiate(request), number=number, negotiated=True)


def _add_format(suffix: str) -> None:
    model = schemas.Agenda if suffix == "json" else None
    responses = {**_NOT_MODIFIED, **_AGENDA_ERRORS}

    async def current(edition: EditionSlug, request: Request, _query: AgendaQuery) -> Response:
        return await _agenda(request, edition, suffix)

    async def frozen(edition: EditionSlug, number: ReleaseNumber, request: Request, _query: AgendaQuery) -> Response:
        return await _agenda(request, edition, suffix, number=number)

    router.add_api_route(
        f"/public/v1/editions/{{edition}}/agenda.{suffix}",
        current,
        name=f"public_agenda_{suffix}",
        description=f"The current agenda as {_NAMES[suffix]}.",
        summary=f"Agenda as {suffix}",
        response_class=_ANSWERS[suffix],
        response_model=model,
        responses=responses,
    )
    router.add_api_route(
        f"/public/v1/editions/{{edition}}/releases/{{number}}/agenda.{suffix}",
        frozen,
        name=f"public_release_agenda_{suffix}",
        description=f"The agenda of one release as {_NAMES[suffix]}. It never changes.",
        summary=f"Agenda of a release as {suffix}",
        response_class=_ANSWERS[suffix],
        response_model=model,
        responses={**responses, **refusals(EditionUnknown, ReleaseUnknown)},
    )


for _suffix in MEDIA_TYPES:
    _add_format(_suffix)


# --- editions, sessions, releases ------------------------------------------------------------------------------


@router.get(
    "/public/v1/editions",
    response_class=_JsonAnswer,
    response_model=schemas.EditionList,
    responses={**_NOT_MODIFIED, **refusals(ParameterUnknown, LanguageUnknown)},
)
async def public_editions(request: Request, lang: Language = None) -> Response:  # noqa: ARG001
    """Every public edition, the newest first; one of them is featured."""
    pairs = _pairs(request)
    check_parameters(pairs, EDITION_PARAMETERS)
    database: Database = request.app.state.database
    async with database.read() as db:
        found = await queries.public_editions(db)
    known = sorted({tag for _, edition in found for tag in edition["languages"]} | set(UI_LANGUAGES))
    asked = read_language(pairs, known, "") or None
    ordered, featured = order_editions([edition for _, edition in found]), featured_edition([e for _, e in found])
    shell = _shell(request)

    def render() -> Representation:
        items = [
            {
                **json_feed.edition_item(edition, asked or edition["default_language"], shell.base_url),
                "featured": edition is featured,
            }
            for edition in ordered
        ]
        return json_representation({"items": items, "next": None}, shell, language=asked)

    key = ("editions", tuple(sorted(release.key for release, _ in found)), asked)
    return await _deliver(request, key, render, CURRENT, edition=EVERYTHING)


@router.get(
    "/public/v1/editions/{edition}",
    response_class=_JsonAnswer,
    response_model=schemas.EditionRead,
    responses={**_NOT_MODIFIED, **refusals(EditionUnknown, ParameterUnknown, LanguageUnknown)},
)
async def public_edition(edition: EditionSlug, request: Request, lang: Language = None) -> Response:  # noqa: ARG001
    """An edition: why it is held, by whom, where."""
    found, snapshot = await _load(request, edition)
    view = read_view(snapshot, _pairs(request), EDITION_PARAMETERS)
    shell = _shell(request)

    def render() -> Representation:
        return json_representation(
            json_feed.edition_json(snapshot, found.info, view.lang, shell.base_url),
            shell,
            label=found.info.label,
            language=content_language(view.lang, snapshot["edition"], labelled=False),
            modified=found.modified,
        )

    key = ("edition", found.key, found.modified, view.lang)
    return await _deliver(request, key, render, CURRENT, edition=edition)


@router.get(
    "/public/v1/editions/{edition}/sessions/{key}",
    response_class=_JsonAnswer,
    response_model=schemas.SessionRead,
    responses={
        **_NOT_MODIFIED,
        **refusals(EditionUnknown, SessionUnknown, ParameterUnknown, LanguageUnknown, ZoneUnknown),
    },
)
async def public_session(
    edition: EditionSlug,
    key: Annotated[str, Path(description="The session's key.", max_length=64)],
    request: Request,
    lang: Language = None,  # noqa: ARG001
    tz: Zone = None,  # noqa: ARG001
) -> Response:
    """One session with abstract, materials, contributions and its venues."""
    found, snapshot = await _load(request, edition)
    view = read_view(snapshot, _pairs(request), SESSION_PARAMETERS)
    session = next((session for session in snapshot["sessions"] if session["key"] == key), None)
    if session is None:
        raise SessionUnknown(f"{edition} has no session {key!r}")
    shell = _shell(request)

    def render() -> Representation:
        return json_representation(
            json_feed.session_json(snapshot, found.info, session, view, shell.base_url),
            shell,
            label=found.info.label,
            language=content_language(view.lang, snapshot["edition"], labelled=False),
            modified=found.modified,
        )

    name = ("session", found.key, found.modified, key, view.key)
    return await _deliver(request, name, render, CURRENT, edition=edition)


def _release_item(release: FoundRelease, current: int | None, shell: Shell) -> json_feed.Json:
    return {
        "number": release.info.number,
        "revision": release.info.revision,
        "published_at": write_moment(release.info.published_at),
        "comment": release.info.comment,
        "withdrawn_at": write_moment(release.withdrawn_at) if release.withdrawn_at else None,
        "is_current": release.info.number == current,
        "agenda_url": f"{shell.base_url}/public/v1/editions/{release.slug}/releases/{release.info.number}/agenda",
    }


@router.get(
    "/public/v1/editions/{edition}/releases",
    response_class=_JsonAnswer,
    response_model=schemas.ReleaseList,
    responses={**_NOT_MODIFIED, **refusals(EditionUnknown, ParameterUnknown)},
)
async def public_releases(edition: EditionSlug, request: Request) -> Response:
    """Every release of an edition, the newest first."""
    check_parameters(_pairs(request), frozenset())
    database: Database = request.app.state.database
    async with database.read() as db:
        found = await queries.releases_of(db, edition)
    if not found:
        raise EditionUnknown(f"there is no public edition {edition!r}")
    current = next((release.info.number for release in found if not release.withdrawn_at), None)
    shell = _shell(request)
    body = {"items": [_release_item(release, current, shell) for release in found], "next": None}
    key = ("releases", edition, tuple((release.key, release.withdrawn_at) for release in found))
    return await _deliver(request, key, partial(json_representation, body, shell), CURRENT, edition=edition)


@router.get(
    "/public/v1/editions/{edition}/releases/{number}",
    response_class=_JsonAnswer,
    response_model=schemas.ReleaseRead,
    responses={**_NOT_MODIFIED, **refusals(EditionUnknown, ReleaseUnknown, ParameterUnknown)},
)
async def public_release(edition: EditionSlug, number: ReleaseNumber, request: Request) -> Response:
    """A release with its difference to the one before."""
    check_parameters(_pairs(request), frozenset())
    database: Database = request.app.state.database
    async with database.read() as db:
        found = await queries.find_release(db, edition, number)
        if found is None and await queries.edition_exists(db, edition):
            raise ReleaseUnknown(f"{edition} has no release {number}")
        if found is None:
            raise EditionUnknown(f"there is no public edition {edition!r}")
        current = await queries.find_release(db, edition)
        current_number = current.info.number if current else None
        changes = await queries.get_changes(db, found.id)
    shell = _shell(request)
    body = {**_release_item(found, current_number, shell), "changes": changes}
    key = ("release", found.key, found.withdrawn_at, current_number)
    render = partial(json_representation, body, shell, label=found.info.label)
    return await _deliver(request, key, render, CURRENT, edition=edition)


# --- embeds ----------------------------------------------------------------------------------------------------


@router.get(
    "/embed/v1/editions/{edition}/agenda",
    response_class=_HtmlAnswer,
    responses={**_NOT_MODIFIED, **_AGENDA_ERRORS},
)
async def embedded_agenda(edition: EditionSlug, request: Request, _query: AgendaQuery) -> Response:
    """The agenda as a page for an iframe; it reads without a script."""
    found, snapshot = await _load(request, edition)
    view = read_view(snapshot, _pairs(request), AGENDA_PARAMETERS)
    render = partial(
        render_agenda,
        "html",
        snapshot,
        found.info,
        view,
        _shell(request),
        modified=found.modified,
        embedded=True,
    )
    key = ("embed", found.key, found.modified, view.key)
    return await _deliver(request, key, render, CURRENT, edition=edition)


@router.get("/embed/v1/{name}", response_class=Response, responses=_NOT_MODIFIED, include_in_schema=False)
async def embedded_asset(name: str, request: Request) -> Response:
    """The element's script and style sheet, for pages of any origin."""
    return await _asset(request, f"embed/v1/{name}", EMBED)


async def _asset(request: Request, address: str, dress: Dress) -> Response:
    surface: Surface = request.app.state.surface
    asset = surface.assets.get(address)
    if asset is None:
        raise HTTPException(404, "there is nothing at this address")
    return await _deliver(request, ("asset", address), partial(asset.read, surface.shell), dress, edition=_STATIC)


# --- pages of the app ------------------------------------------------------------------------------------------


class _PagePath(Convertor[str]):
    """Any path but those of the API, whose unknown addresses are nobody's page."""

    regex = r"(?!(?:api|public|embed|health)(?:/|$)).*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("page", _PagePath())


@pages.get("/e/{edition}")
async def edition_page(edition: str, request: Request) -> Response:
    """An edition's agenda."""
    return await _edition_page(request, edition, path=f"/e/{edition}")


@pages.get("/e/{edition}/about")
async def about_page(edition: str, request: Request) -> Response:
    """An edition's page about itself."""
    surface: Surface = request.app.state.surface
    try:
        found, snapshot = await _load(request, edition)
    except EditionUnknown:
        return _plain_page(surface, status=404)
    view = read_lenient_view(snapshot["edition"], _pairs(request))
    render = partial(render_about, surface.page, snapshot, found.info, view, surface.shell)
    return await _page(request, ("about", found.key, view.key), render, edition=edition)


@pages.get("/e/{edition}/s/{key}")
async def session_page(edition: str, key: str, request: Request) -> Response:
    """A session."""
    surface: Surface = request.app.state.surface
    try:
        found, snapshot = await _load(request, edition)
    except EditionUnknown:
        return _plain_page(surface, status=404)
    session = next((session for session in snapshot["sessions"] if session["key"] == key), None)
    if session is None:
        return _plain_page(surface, status=404)
    view = read_lenient_view(snapshot["edition"], _pairs(request))
    render = partial(render_session, surface.page, snapshot, found.info, session, view, surface.shell)
    return await _page(request, ("session page", found.key, key, view.key), render, edition=edition)


@pages.get("/{path:page}")
async def app_page(path: str, request: Request) -> Response:
    """The featured edition at the root, a built file, or the app's page for what the app knows."""
    surface: Surface = request.app.state.surface
    if path == "":
        database: Database = request.app.state.database
        async with database.read() as db:
            featured = featured_edition([edition for _, edition in await queries.public_editions(db)])
        if featured:
            return await _edition_page(request, featured["slug"], path="/")
        return _plain_page(surface, status=200)
    asset = surface.assets.get(path)
    if asset is not None:
        return await _asset(request, path, ASSET if asset.immutable else PAGE)
    return _plain_page(surface, status=200 if is_app_address(path) else 404)


async def _edition_page(request: Request, slug: str, *, path: str) -> Response:
    surface: Surface = request.app.state.surface
    try:
        found, snapshot = await _load(request, slug)
    except EditionUnknown:
        return _plain_page(surface, status=404)
    view = read_lenient_view(snapshot["edition"], _pairs(request))
    memory: FeedMemory = request.app.state.feeds
    agenda = await memory.rendered(
        ("agenda", "html", found.key, found.modified, False, view.key),
        partial(render_agenda, "html", snapshot, found.info, view, surface.shell, modified=found.modified),
    )
    render = partial(
        render_edition,
        surface.page,
        snapshot,
        found.info,
        view,
        surface.shell,
        path=path,
        etag=agenda.validators,
    )
    key = ("page", path == "/", found.key, view.key)
    return await _page(request, key, render, edition=EVERYTHING if path == "/" else slug)


async def _page(request: Request, key: Any, render: Callable[[], Representation], *, edition: str) -> Response:
    surface: Surface = request.app.state.surface
    if not surface.page.built:
        return _plain_page(surface, status=503)
    return await _deliver(request, key, render, PAGE, edition=edition)


def _plain_page(surface: Surface, *, status: int) -> Response:
    made = surface.page.representation(surface.shell)
    return Response(
        made.body,
        status_code=status if surface.page.built else 503,
        media_type=made.media_type,
        headers={
            **{name.decode(): value.decode() for name, value in made.headers},
            "cache-control": "no-cache",
        },
    )
