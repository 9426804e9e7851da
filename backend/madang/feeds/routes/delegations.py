"""The directory of delegations as the public reads it: the only public answer that is no part of a release."""

from typing import Any

from fastapi import APIRouter, Request, Response

from madang.core.db import Database
from madang.core.errors import ParameterUnknown
from madang.core.text import in_language
from madang.core.web import refusals
from madang.delegations.queries import list_public_delegations
from madang.feeds import schemas
from madang.feeds.cache import Representation
from madang.feeds.errors import EditionUnknown, LanguageUnknown
from madang.feeds.render import content_language, json_representation
from madang.feeds.routes.common import (
    CURRENT,
    NOT_MODIFIED,
    EditionSlug,
    JsonAnswer,
    Language,
    deliver,
    load,
    pairs_of,
    shell_of,
)
from madang.feeds.rules import EDITION_PARAMETERS, read_view

router = APIRouter(tags=["public"])


@router.get(
    "/public/v1/editions/{edition}/delegations",
    response_class=JsonAnswer,
    response_model=schemas.DelegationDirectory,
    responses={**NOT_MODIFIED, **refusals(EditionUnknown, ParameterUnknown, LanguageUnknown)},
)
async def public_delegations(edition: EditionSlug, request: Request, lang: Language = None) -> Response:  # noqa: ARG001
    """Every confirmed delegation that wishes to be known; nothing of its people."""
    _, snapshot = await load(request, edition)
    view = read_view(snapshot, pairs_of(request), EDITION_PARAMETERS)
    default = snapshot["edition"]["default_language"]
    database: Database = request.app.state.database
    async with database.read() as db:
        found = await list_public_delegations(db, edition)
    shell = shell_of(request)

    def item(row: Any) -> dict[str, Any]:
        return {
            "key": row.key,
            "city": in_language(row.city, view.lang, default),
            "country": row.country,
            "local_government": in_language(row.local_government, view.lang, default) or None,
            "latitude": row.latitude,
            "longitude": row.longitude,
            "status": row.status,
        }

    def render() -> Representation:
        body = {"lang": view.lang, "items": [item(row) for row in found], "next": None}
        language = content_language(view.lang, snapshot["edition"], labelled=False)
        return json_representation(body, shell, language=language)

    key = ("delegations", edition, default, view.lang, tuple((row.id, row.version) for row in found))
    return await deliver(request, key, render, CURRENT, edition=None)
