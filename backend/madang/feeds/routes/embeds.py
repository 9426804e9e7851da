"""What pages of partners load."""

from functools import partial

from fastapi import APIRouter, Request, Response

from madang.feeds.render import render_agenda
from madang.feeds.routes.common import (
    AGENDA_ERRORS,
    CURRENT,
    EMBED,
    NOT_MODIFIED,
    AgendaQuery,
    EditionSlug,
    HtmlAnswer,
    asset,
    deliver,
    load,
    pairs_of,
    shell_of,
)
from madang.feeds.rules import AGENDA_PARAMETERS, read_view

router = APIRouter(tags=["public"])


@router.get(
    "/embed/v1/editions/{edition}/agenda",
    response_class=HtmlAnswer,
    responses={**NOT_MODIFIED, **AGENDA_ERRORS},
)
async def embedded_agenda(edition: EditionSlug, request: Request, _query: AgendaQuery) -> Response:
    """The agenda as a page for an iframe; it reads without a script."""
    found, snapshot = await load(request, edition)
    view = read_view(snapshot, pairs_of(request), AGENDA_PARAMETERS)
    render = partial(
        render_agenda,
        "html",
        snapshot,
        found.info,
        view,
        shell_of(request),
        modified=found.modified,
        embedded=True,
    )
    key = ("embed", found.key, found.modified, view.key)
    return await deliver(request, key, render, CURRENT, edition=edition)


@router.get("/embed/v1/{name}", response_class=Response, responses=NOT_MODIFIED, include_in_schema=False)
async def embedded_asset(name: str, request: Request) -> Response:
    """The element's script and style sheet, for pages of any origin."""
    return await asset(request, f"embed/v1/{name}", EMBED)
