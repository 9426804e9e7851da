"""Venues with their rooms."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

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
    say_version,
)
from madang.programme import queries, service
from madang.programme.models import Venue
from madang.programme.routes.common import CHANGE, CREATE, DELETE, READ, Reader, Writer
from madang.programme.schemas import VenueCreate, VenuePublic, VenueUpdate

router = APIRouter(prefix="/editions/{edition}/programme/venues", tags=["programme"], route_class=RetryableRoute)


@router.get("", response_model=Page[VenuePublic])
async def list_venues(
    slug: EditionSlug, request: Request, response: Response, caller: Reader, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List an edition's venues by key."""
    edition = await queries.get_edition(db, caller, slug)
    return make_page(request, response, await queries.list_venues(db, edition, page))


@router.post("", response_model=VenuePublic, status_code=201, responses=CREATE)
async def create_venue(
    slug: EditionSlug, data: VenueCreate, response: Response, caller: Writer, db: Db, _retry: Retryable
) -> Venue:
    """Add a venue."""
    edition = await queries.get_edition(db, caller, slug, lock="shared")
    venue = await service.create_venue(db, edition, data)
    say_version(response, venue.version)
    return venue


@router.get("/{venue_id}", response_model=VenuePublic, responses=READ)
async def get_venue(slug: EditionSlug, venue_id: UUID, response: Response, caller: Reader, db: ReadDb) -> Venue:
    """Read one venue."""
    edition = await queries.get_edition(db, caller, slug)
    venue = await queries.get_venue(db, edition, venue_id)
    say_version(response, venue.version)
    return venue


@router.patch("/{venue_id}", response_model=VenuePublic, responses=CHANGE)
async def update_venue(
    slug: EditionSlug,
    venue_id: UUID,
    changes: VenueUpdate,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> Venue:
    """Change a venue."""
    edition = await queries.get_edition(db, caller, slug, lock="shared")
    venue = await queries.get_venue(db, edition, venue_id, lock=True)
    expect(version, VenuePublic.model_validate(venue))
    await service.update_venue(db, edition, venue, changes, now)
    say_version(response, venue.version)
    return venue


@router.delete("/{venue_id}", status_code=204, responses=DELETE)
async def delete_venue(
    slug: EditionSlug, venue_id: UUID, caller: Writer, db: Db, version: ExpectedVersion, now: Now
) -> None:
    """Remove a venue that no session or stop uses."""
    edition = await queries.get_edition(db, caller, slug, lock="shared")
    venue = await queries.get_venue(db, edition, venue_id, lock=True)
    expect(version, VenuePublic.model_validate(venue))
    await service.delete_venue(db, edition, venue, now)
