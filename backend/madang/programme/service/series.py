"""Use cases of series."""

from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import flush_new
from madang.core.slugs import free_key
from madang.programme.models import (
    Series,
)
from madang.programme.schemas import (
    SeriesCreate,
    SeriesUpdate,
)
from madang.programme.service.common import bury, key_taken


async def create_series(db: AsyncSession, data: SeriesCreate) -> Series:
    """Add a line of editions. Errors: Taken when the key is in use."""

    async def taken(key: str) -> bool:
        return (await db.exec(select(Series.id).where(Series.key == key))).first() is not None

    series = Series(key=data.key or await free_key(taken, next(iter(data.title.values()), "")), title=data.title)
    db.add(series)
    await flush_new(db, key_taken(series.key))
    return series


async def update_series(db: AsyncSession, series: Series, changes: SeriesUpdate, now: datetime) -> bool:
    """Change a series and return whether anything differs."""
    if "title" not in changes.model_fields_set or changes.title == series.title:
        return False
    series.title = changes.title
    series.touch(now)
    await db.flush()
    return True


async def delete_series(db: AsyncSession, series: Series, now: datetime) -> None:
    """Remove a series without editions. Errors: InUse."""
    await bury(db, series, "series", None, now, "this series has editions")
