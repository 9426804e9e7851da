"""Releases: what the public reads."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from madang.core.errors import NotFound, Stale
from madang.core.schemas import Page
from madang.core.web import Db, EditionSlug, Now, Paging, ReadDb, Retryable, RetryableRoute, make_page, refusals
from madang.programme import queries, releases
from madang.programme.errors import NothingToPublish, ReleaseWithdrawn, WarningsUnread
from madang.programme.models import Release
from madang.programme.routes.common import READ, Publisher, Reader
from madang.programme.schemas import Changes, ReleaseCreate, ReleaseDetail, ReleasePreview, ReleasePublic
from madang.visits.service.warnings import find_visit_warnings

router = APIRouter(prefix="/editions/{edition}/releases", tags=["releases"], route_class=RetryableRoute)

Number = Annotated[int, Path(ge=1, le=1_000_000)]


def _public(release: Release, current_id: UUID | None) -> ReleasePublic:
    return ReleasePublic(**_values(release, current_id))


def _detail(release: Release, current_id: UUID | None) -> ReleaseDetail:
    return ReleaseDetail(**_values(release, current_id), changes=Changes.model_validate(release.changes))


def _values(release: Release, current_id: UUID | None) -> dict[str, Any]:
    return {
        "number": release.number,
        "revision": release.revision,
        "comment": release.comment,
        "published_at": release.published_at,
        "withdrawn_at": release.withdrawn_at,
        "is_current": release.id == current_id,
    }


@router.get("", response_model=Page[ReleasePublic])
async def list_releases(
    slug: EditionSlug, request: Request, response: Response, caller: Reader, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List an edition's releases, the newest first."""
    edition = await queries.get_edition(db, caller, slug)
    current_id = await queries.find_current_release_id(db, edition.id)
    body = make_page(request, response, await queries.list_releases(db, edition.id, page))
    return body | {"items": [_public(release, current_id) for release in body["items"]]}


@router.post(
    "",
    response_model=ReleaseDetail,
    status_code=201,
    responses=refusals(NotFound, WarningsUnread, NothingToPublish, Stale),
)
async def publish_release(
    slug: EditionSlug, data: ReleaseCreate, caller: Publisher, db: Db, _retry: Retryable, now: Now
) -> ReleaseDetail:
    """Freeze the programme as it stands; it becomes what the public reads within about a second."""
    edition = await queries.get_edition(db, caller, slug, lock="exclusive")
    release = await releases.publish(
        db,
        edition,
        comment=data.comment or "",
        accept_warnings=data.accept_warnings,
        by_id=caller.account_id,
        now=now,
        more=await find_visit_warnings(db, edition),
    )
    return _detail(release, release.id)


@router.get("/preview", response_model=ReleasePreview, responses=READ)
async def preview_release(slug: EditionSlug, caller: Reader, db: ReadDb, now: Now) -> releases.Draft:
    """Say what publishing now would change, and what to look at first."""
    edition = await queries.get_edition(db, caller, slug)
    return await releases.make_draft(db, edition, now, more=await find_visit_warnings(db, edition))


@router.get("/{number}", response_model=ReleaseDetail, responses=READ)
async def get_release(slug: EditionSlug, number: Number, caller: Reader, db: ReadDb) -> ReleaseDetail:
    """Read one release with its difference to the one before."""
    edition = await queries.get_edition(db, caller, slug)
    release = await queries.get_release(db, edition.id, number)
    return _detail(release, await queries.find_current_release_id(db, edition.id))


@router.get("/{number}/changes", response_model=Changes, responses=READ)
async def compare_releases(
    slug: EditionSlug,
    number: Number,
    caller: Reader,
    db: ReadDb,
    since: Annotated[int, Query(ge=0, le=1_000_000, description="Release to compare with; 0: before the first.")],
) -> dict[str, Any]:
    """Compare any two releases."""
    edition = await queries.get_edition(db, caller, slug)
    return await releases.compare_releases(db, edition.id, number=number, since=since)


@router.post("/{number}/withdraw", response_model=ReleaseDetail, responses=refusals(NotFound, ReleaseWithdrawn))
async def withdraw_release(
    slug: EditionSlug, number: Number, caller: Publisher, db: Db, _retry: Retryable, now: Now
) -> ReleaseDetail:
    """Unpublish a release: the one before becomes current again; the number stays readable."""
    edition = await queries.get_edition(db, caller, slug, lock="exclusive")
    release = await releases.withdraw(db, await queries.get_release(db, edition.id, number, lock=True), now)
    return _detail(release, await queries.find_current_release_id(db, edition.id))
