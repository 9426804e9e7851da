"""Editions."""

from typing import Any

from fastapi import APIRouter, Request, Response

from madang.core.errors import InUse, Invalid, NotFound, Stale, Taken, VersionRequired
from madang.core.schemas import Page
from madang.core.web import (
    Db,
    EditionSlug,
    ExpectedVersion,
    Now,
    Paging,
    ReadDb,
    Retryable,
    RetryableRoute,
    expect,
    make_page,
    refusals,
    say_version,
)
from madang.programme import queries, service
from madang.programme.errors import EditionPublished
from madang.programme.models import Edition
from madang.programme.routes.common import CHANGE, READ, Founder, Reader, Writer
from madang.programme.schemas import EditionCreate, EditionPublic, EditionUpdate

router = APIRouter(prefix="/editions", tags=["editions"], route_class=RetryableRoute)


@router.get("", response_model=Page[EditionPublic])
async def list_editions(
    request: Request, response: Response, caller: Reader, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List the editions that the caller works on, by slug."""
    return make_page(request, response, await queries.list_editions(db, caller, page))


@router.post("", response_model=EditionPublic, status_code=201, responses=refusals(Taken, Invalid))
async def create_edition(
    data: EditionCreate, response: Response, _caller: Founder, db: Db, _retry: Retryable
) -> Edition:
    """Add an edition."""
    edition = await service.create_edition(db, data)
    say_version(response, edition.version)
    return edition


@router.get("/{edition}", response_model=EditionPublic, responses=READ)
async def get_edition(slug: EditionSlug, response: Response, caller: Reader, db: ReadDb) -> Edition:
    """Read one edition."""
    edition = await queries.get_edition(db, caller, slug)
    say_version(response, edition.version)
    return edition


@router.patch("/{edition}", response_model=EditionPublic, responses=CHANGE)
async def update_edition(
    slug: EditionSlug,
    changes: EditionUpdate,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> Edition:
    """Change an edition."""
    edition = await queries.get_edition(db, caller, slug, lock="exclusive")
    expect(version, EditionPublic.model_validate(edition))
    await service.update_edition(db, edition, changes, now)
    say_version(response, edition.version)
    return edition


@router.delete(
    "/{edition}", status_code=204, responses=refusals(NotFound, Stale, VersionRequired, EditionPublished, InUse)
)
async def delete_edition(slug: EditionSlug, caller: Founder, db: Db, version: ExpectedVersion, now: Now) -> None:
    """Remove an edition of which nothing was ever published and to which nobody has registered."""
    edition = await queries.get_edition(db, caller, slug, lock="exclusive")
    expect(version, EditionPublic.model_validate(edition))
    await service.delete_edition(db, edition, now)
