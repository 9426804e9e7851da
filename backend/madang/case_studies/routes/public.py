"""Published case studies: read with their session, by everybody."""

from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Path, Request, Response
from fastapi.responses import StreamingResponse

from madang.case_studies.queries import studies
from madang.case_studies.routes.common import SLIDES, send_slides
from madang.case_studies.schemas import PublicCaseStudies
from madang.case_studies.service import describing
from madang.core.db import Database
from madang.core.errors import NotFound
from madang.core.web import EditionSlug, ReadDb, refusals
from madang.feeds.errors import EditionUnknown, SessionUnknown
from madang.feeds.negotiation import matches
from madang.feeds.published import find_published_session
from madang.feeds.queries import find_release
from madang.programme.queries import find_edition

router = APIRouter(prefix="/public/v1/editions/{edition}", tags=["public"])

SessionKey = Annotated[str, Path(description="The session's key.", max_length=64)]
IfNoneMatch = Annotated[str | None, Header(description="The `ETag` of what the client has.", max_length=1000)]
_UNCHANGED: dict[int | str, dict[str, Any]] = {
    304: {"description": "The client has this answer already (`If-None-Match`)."}
}


@router.get(
    "/sessions/{key}/case-studies",
    response_model=PublicCaseStudies,
    responses={**_UNCHANGED, **refusals(EditionUnknown, SessionUnknown)},
)
async def public_case_studies(
    edition: EditionSlug, key: SessionKey, request: Request, if_none_match: IfNoneMatch = None
) -> Response:
    """The case studies that are published with a session, in the order in which they are presented."""
    database: Database = request.app.state.database
    session = await find_published_session(database, request.app.state.feeds, edition, key)
    async with database.read() as db:
        items = await describing.describe_public(db, UUID(session["id"]), edition)
    body = PublicCaseStudies(items=items).model_dump_json().encode()
    headers = {"ETag": f'"{sha256(body).hexdigest()[:32]}"', "Cache-Control": "public, no-cache"}
    if if_none_match and matches(if_none_match.encode("latin-1", "replace"), headers["ETag"].encode()):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


@router.get(
    "/case-studies/{case_study_id}/slides",
    response_class=StreamingResponse,
    responses={**SLIDES, **refusals(EditionUnknown, NotFound)},
)
async def public_case_study_slides(
    edition: EditionSlug, case_study_id: UUID, request: Request, db: ReadDb
) -> StreamingResponse:
    """The slides of a published case study, where its authors let everybody have them."""
    found = await find_edition(db, edition) if await find_release(db, edition) else None
    if found is None:
        raise EditionUnknown(f"there is no public edition {edition!r}")
    study = await studies.find_published(db, found.id, case_study_id)
    return await send_slides(request, await describing.get_slides(db, study, public=True))
