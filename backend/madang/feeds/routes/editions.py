"""Editions, sessions and releases as the public reads them."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from madang.core.db import Database
from madang.core.errors import ParameterUnknown
from madang.core.web import refusals
from madang.feeds import json_feed, queries, schemas
from madang.feeds.cache import EVERYTHING, Representation
from madang.feeds.errors import EditionUnknown, LanguageUnknown, ReleaseUnknown, SessionUnknown, ZoneUnknown
from madang.feeds.queries import FoundRelease
from madang.feeds.render import Shell, content_language, featured_edition, json_representation, order_editions
from madang.feeds.routes.common import (
    CURRENT,
    NOT_MODIFIED,
    EditionSlug,
    JsonAnswer,
    Language,
    ReleaseNumber,
    Zone,
    deliver,
    load,
    pairs_of,
    shell_of,
)
from madang.feeds.rules import EDITION_PARAMETERS, SESSION_PARAMETERS, check_parameters, read_language, read_view
from madang.feeds.words import UI_LANGUAGES
from madang.programme.snapshot import write_moment

router = APIRouter(tags=["public"])


@router.get(
    "/public/v1/editions",
    response_class=JsonAnswer,
    response_model=schemas.EditionList,
    responses={**NOT_MODIFIED, **refusals(ParameterUnknown, LanguageUnknown)},
)
async def public_editions(request: Request, lang: Language = None) -> Response:  # noqa: ARG001
    """Every public edition, the newest first; one of them is featured."""
    pairs = pairs_of(request)
    check_parameters(pairs, EDITION_PARAMETERS)
    database: Database = request.app.state.database
    async with database.read() as db:
        found = await queries.public_editions(db)
    known = sorted({tag for _, edition in found for tag in edition["languages"]} | set(UI_LANGUAGES))
    asked = read_language(pairs, known, "") or None
    ordered, featured = order_editions([edition for _, edition in found]), featured_edition([e for _, e in found])
    shell = shell_of(request)

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
    return await deliver(request, key, render, CURRENT, edition=EVERYTHING)


@router.get(
    "/public/v1/editions/{edition}",
    response_class=JsonAnswer,
    response_model=schemas.EditionRead,
    responses={**NOT_MODIFIED, **refusals(EditionUnknown, ParameterUnknown, LanguageUnknown)},
)
async def public_edition(edition: EditionSlug, request: Request, lang: Language = None) -> Response:  # noqa: ARG001
    """An edition: why it is held, by whom, where."""
    found, snapshot = await load(request, edition)
    view = read_view(snapshot, pairs_of(request), EDITION_PARAMETERS)
    shell = shell_of(request)

    def render() -> Representation:
        return json_representation(
            json_feed.edition_json(snapshot, found.info, view.lang, shell.base_url),
            shell,
            label=found.info.label,
            language=content_language(view.lang, snapshot["edition"], labelled=False),
            modified=found.modified,
        )

    key = ("edition", found.key, found.modified, view.lang)
    return await deliver(request, key, render, CURRENT, edition=edition)


@router.get(
    "/public/v1/editions/{edition}/sessions/{key}",
    response_class=JsonAnswer,
    response_model=schemas.SessionRead,
    responses={
        **NOT_MODIFIED,
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
    found, snapshot = await load(request, edition)
    view = read_view(snapshot, pairs_of(request), SESSION_PARAMETERS)
    session = next((session for session in snapshot["sessions"] if session["key"] == key), None)
    if session is None:
        raise SessionUnknown(f"{edition} has no session {key!r}")
    shell = shell_of(request)

    def render() -> Representation:
        return json_representation(
            json_feed.session_json(snapshot, found.info, session, view, shell.base_url),
            shell,
            label=found.info.label,
            language=content_language(view.lang, snapshot["edition"], labelled=False),
            modified=found.modified,
        )

    name = ("session", found.key, found.modified, key, view.key)
    return await deliver(request, name, render, CURRENT, edition=edition)


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
    response_class=JsonAnswer,
    response_model=schemas.ReleaseList,
    responses={**NOT_MODIFIED, **refusals(EditionUnknown, ParameterUnknown)},
)
async def public_releases(edition: EditionSlug, request: Request) -> Response:
    """Every release of an edition, the newest first."""
    check_parameters(pairs_of(request), frozenset())
    database: Database = request.app.state.database
    async with database.read() as db:
        found = await queries.releases_of(db, edition)
    if not found:
        raise EditionUnknown(f"there is no public edition {edition!r}")
    current = next((release.info.number for release in found if not release.withdrawn_at), None)
    shell = shell_of(request)
    body = {"items": [_release_item(release, current, shell) for release in found], "next": None}
    key = ("releases", edition, tuple((release.key, release.withdrawn_at) for release in found))
    return await deliver(request, key, partial(json_representation, body, shell), CURRENT, edition=edition)


@router.get(
    "/public/v1/editions/{edition}/releases/{number}",
    response_class=JsonAnswer,
    response_model=schemas.ReleaseRead,
    responses={**NOT_MODIFIED, **refusals(EditionUnknown, ReleaseUnknown, ParameterUnknown)},
)
async def public_release(edition: EditionSlug, number: ReleaseNumber, request: Request) -> Response:
    """A release with its difference to the one before."""
    check_parameters(pairs_of(request), frozenset())
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
    shell = shell_of(request)
    body = {**_release_item(found, current_number, shell), "changes": changes}
    key = ("release", found.key, found.withdrawn_at, current_number)
    render = partial(json_representation, body, shell, label=found.info.label)
    return await deliver(request, key, render, CURRENT, edition=edition)
