"""The app's own addresses, with a first view that needs no script."""

from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.convertors import Convertor, register_url_convertor

from madang.core.db import Database
from madang.feeds import queries
from madang.feeds.app_pages import (
    read_lenient_view,
    render_about,
    render_edition,
    render_plan,
    render_registry,
    render_session,
)
from madang.feeds.cache import EVERYTHING, FeedMemory, Representation
from madang.feeds.errors import EditionUnknown, PlanUnknown
from madang.feeds.registry.search import read_lenient_search
from madang.feeds.render import featured_edition, render_agenda
from madang.feeds.routes.common import ASSET, PAGE, Surface, asset, deliver, load, pairs_of
from madang.feeds.routes.registry import read_plan, read_plans, read_state


class _PagePath(Convertor[str]):
    """Any path but those of the API, whose unknown addresses are nobody's page."""

    regex = r"(?!(?:api|public|embed|health)(?:/|$)).*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("page", _PagePath())

router = APIRouter(include_in_schema=False)


@router.get("/e/{edition}")
async def edition_page(edition: str, request: Request) -> Response:
    """An edition's agenda."""
    return await _edition_page(request, edition, path=f"/e/{edition}")


@router.get("/e/{edition}/about")
async def about_page(edition: str, request: Request) -> Response:
    """An edition's page about itself."""
    surface: Surface = request.app.state.surface
    try:
        found, snapshot = await load(request, edition)
    except EditionUnknown:
        return _plain_page(surface, status=404)
    view = read_lenient_view(snapshot["edition"], pairs_of(request))
    render = partial(render_about, surface.page, snapshot, found.info, view, surface.shell)
    return await _page(request, ("about", found.key, view.key), render, edition=edition)


@router.get("/e/{edition}/s/{key}")
async def session_page(edition: str, key: str, request: Request) -> Response:
    """A session."""
    surface: Surface = request.app.state.surface
    try:
        found, snapshot = await load(request, edition)
    except EditionUnknown:
        return _plain_page(surface, status=404)
    session = next((session for session in snapshot["sessions"] if session["key"] == key), None)
    if session is None:
        return _plain_page(surface, status=404)
    view = read_lenient_view(snapshot["edition"], pairs_of(request))
    render = partial(render_session, surface.page, snapshot, found.info, session, view, surface.shell)
    return await _page(request, ("session page", found.key, key, view.key), render, edition=edition)


@router.get("/e/{edition}/registry")
async def registry_page(edition: str, request: Request) -> Response:
    """The registry of action plans."""
    surface: Surface = request.app.state.surface
    try:
        found, snapshot = await load(request, edition)
    except EditionUnknown:
        return _plain_page(surface, status=404)
    view = read_lenient_view(snapshot["edition"], pairs_of(request))
    search = read_lenient_search(snapshot, pairs_of(request))
    edition_id, state = await read_state(request, edition)
    plans = await read_plans(request, edition_id, state)
    render = partial(render_registry, surface.page, snapshot, found.info, view, search, plans, surface.shell)
    key = ("registry page", found.key, state, view.key, tuple(search.pairs()))
    return await _page(request, key, render, edition=edition)


@router.get("/e/{edition}/registry/{key}")
async def plan_page(edition: str, key: str, request: Request) -> Response:
    """A published action plan."""
    surface: Surface = request.app.state.surface
    try:
        found, snapshot = await load(request, edition)
        edition_id, state = await read_state(request, edition)
        published = await read_plan(request, edition_id, edition, key)
    except (EditionUnknown, PlanUnknown):
        return _plain_page(surface, status=404)
    view = read_lenient_view(snapshot["edition"], pairs_of(request))
    render = partial(render_plan, surface.page, snapshot, found.info, view, published, surface.shell)
    return await _page(request, ("plan page", found.key, state, view.key, key), render, edition=edition)


@router.get("/{path:page}")
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
    built = surface.assets.get(path)
    if built is not None:
        return await asset(request, path, ASSET if built.immutable else PAGE)
    return _plain_page(surface, status=200 if surface.page.is_address(f"/{path}") else 404)


async def _edition_page(request: Request, slug: str, *, path: str) -> Response:
    surface: Surface = request.app.state.surface
    try:
        found, snapshot = await load(request, slug)
    except EditionUnknown:
        return _plain_page(surface, status=404)
    view = read_lenient_view(snapshot["edition"], pairs_of(request))
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
    key = ("page", path == "/", found.key, found.modified, view.key)
    return await _page(request, key, render, edition=EVERYTHING if path == "/" else slug)


async def _page(request: Request, key: Any, render: Callable[[], Representation], *, edition: str) -> Response:
    surface: Surface = request.app.state.surface
    if not surface.page.built:
        return _plain_page(surface, status=503)
    return await deliver(request, key, render, PAGE, edition=edition)


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
