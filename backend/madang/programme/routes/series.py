"""Series: lines of editions."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from madang.core.errors import Invalid, Taken
from madang.core.schemas import Page
from madang.core.web import (
    Db,
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
from madang.programme.models import Series
from madang.programme.routes.common import CHANGE, DELETE, READ, Founder, Reader
from madang.programme.schemas import SeriesCreate, SeriesPublic, SeriesUpdate

router = APIRouter(prefix="/series", tags=["editions"], route_class=RetryableRoute)


@router.get("", response_model=Page[SeriesPublic])
async def list_series(
    request: Request, response: Response, _caller: Reader, db: ReadDb, page: Paging
) -> dict[str, Any]:
    """List series by key."""
    return make_page(request, response, await queries.list_series(db, page))


@router.post("", response_model=SeriesPublic, status_code=201, responses=refusals(Taken, Invalid))
async def create_series(data: SeriesCreate, response: Response, _caller: Founder, db: Db, _retry: Retryable) -> Series:
    """Add a line of editions."""
    series = await service.create_series(db, data)
    say_version(response, series.version)
    return series


@router.get("/{series_id}", response_model=SeriesPublic, responses=READ)
async def get_series(series_id: UUID, response: Response, _caller: Reader, db: ReadDb) -> Series:
    """Read one series."""
    series = await queries.get_series(db, series_id)
    say_version(response, series.version)
    return series


@router.patch("/{series_id}", response_model=SeriesPublic, responses=CHANGE)
async def update_series(
    series_id: UUID,
    changes: SeriesUpdate,
    response: Response,
    _caller: Founder,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> Series:
    """Change a series."""
    series = await queries.get_series(db, series_id, lock=True)
    expect(version, SeriesPublic.model_validate(series))
    await service.update_series(db, series, changes, now)
    say_version(response, series.version)
    return series


@router.delete("/{series_id}", status_code=204, responses=DELETE)
async def delete_series(series_id: UUID, _caller: Founder, db: Db, version: ExpectedVersion, now: Now) -> None:
    """Remove a series without editions."""
    series = await queries.get_series(db, series_id, lock=True)
    expect(version, SeriesPublic.model_validate(series))
    await service.delete_series(db, series, now)
