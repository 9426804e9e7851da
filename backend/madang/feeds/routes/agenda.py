"""The agenda in every format, current and of one release."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from fastapi import APIRouter, Request, Response

from madang.core.web import refusals
from madang.feeds import layer, schemas
from madang.feeds.errors import EditionUnknown, NotAcceptable, ReleaseUnknown
from madang.feeds.negotiation import choose_media_type
from madang.feeds.render import MEDIA_TYPES, bare_media_type, render_agenda
from madang.feeds.routes.common import (
    AGENDA_ERRORS,
    CURRENT,
    FROZEN,
    FROZEN_NEGOTIATED,
    NEGOTIATED,
    NOT_MODIFIED,
    AgendaQuery,
    EditionSlug,
    HtmlAnswer,
    JsonAnswer,
    ReleaseNumber,
    deliver,
    load,
    pairs_of,
    shell_of,
)
from madang.feeds.rules import AGENDA_PARAMETERS, View, read_view
from madang.programme.snapshot import Snapshot

router = APIRouter(tags=["public"])


async def _agenda(
    request: Request, slug: str, suffix: str, *, number: int | None = None, negotiated: bool = False
) -> Response:
    found, snapshot = await load(request, slug, number)
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
        shell_of(request),
        modified=found.modified,
        pinned=pinned,
    )
    key = ("agenda", suffix, found.key, found.modified, pinned, view.key)
    return await deliver(request, key, render, dress, edition=slug)


def _read_agenda_view(request: Request, snapshot: Snapshot, suffix: str) -> View:
    view = read_view(snapshot, pairs_of(request), AGENDA_PARAMETERS)
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


class _CalendarAnswer(Response):
    media_type = "text/calendar"


class _TextAnswer(Response):
    media_type = "text/plain"


_ANSWERS: dict[str, type[Response]] = {
    "json": JsonAnswer,
    "html": HtmlAnswer,
    "ics": _CalendarAnswer,
    "txt": _TextAnswer,
}
_NAMES = {"json": "JSON", "html": "a page that reads and prints without a script", "ics": "iCalendar", "txt": "text"}


@router.get(
    "/public/v1/editions/{edition}/agenda",
    response_class=JsonAnswer,
    response_model=schemas.Agenda,
    responses={
        **_content(list(MEDIA_TYPES)),
        **NOT_MODIFIED,
        **AGENDA_ERRORS,
        **refusals(NotAcceptable),
    },
)
async def public_agenda(edition: EditionSlug, request: Request, _query: AgendaQuery) -> Response:
    """The current agenda in the format that `Accept` likes most."""
    return await _agenda(request, edition, _negotiate(request), negotiated=True)


@router.get(
    "/public/v1/editions/{edition}/releases/{number}/agenda",
    response_class=JsonAnswer,
    response_model=schemas.Agenda,
    responses={
        **_content(list(MEDIA_TYPES)),
        **NOT_MODIFIED,
        **AGENDA_ERRORS,
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
    responses = {**NOT_MODIFIED, **AGENDA_ERRORS}

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
