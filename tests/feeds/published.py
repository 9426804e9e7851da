"""Releases put into a database as they are, without publishing a programme first."""

from datetime import date, datetime
from typing import Any

from sqlmodel import select

from feeds.sample import make_programme
from madang.core.db import Database
from madang.programme.models import Edition, Release, Visibility

SLUG = "courtyard-2019"


async def publish(
    database: Database,
    programme: Any = None,
    *,
    at: datetime,
    slug: str = SLUG,
    visibility: Visibility = Visibility.PUBLIC,
    comment: str = "",
) -> int:
    """Make `programme` the next release of an edition, which is made if need be; return its number."""
    programme = programme or make_programme(slug=slug)
    async with database.write() as db:
        edition = (await db.exec(select(Edition).where(Edition.slug == slug))).one_or_none()
        if edition is None:
            edition = Edition(
                slug=slug,
                title={"en": "Courtyard"},
                days=programme["edition"]["days"],
                starts_on=date.fromisoformat(programme["edition"]["days"][0]),
                ends_on=date.fromisoformat(programme["edition"]["days"][-1]),
                timezone="Asia/Seoul",
                default_language="en",
                languages=["en"],
                visibility=visibility,
            )
            db.add(edition)
            await db.flush()
        numbers = (await db.exec(select(Release.number).where(Release.edition_id == edition.id))).all()
        release = Release(
            edition_id=edition.id,
            number=max(numbers, default=0) + 1,
            comment=comment,
            published_at=at,
            snapshot=programme,
            changes={},
        )
        db.add(release)
    return release.number


async def withdraw(database: Database, number: int, *, at: datetime) -> None:
    """Withdraw a release, as an organiser does."""
    async with database.write() as db:
        release = (await db.exec(select(Release).where(Release.number == number))).one()
        release.withdrawn_at = at


async def redact(database: Database, number: int, programme: Any) -> None:
    """Replace a release's programme and raise its revision, as erasing a person does."""
    async with database.write() as db:
        release = (await db.exec(select(Release).where(Release.number == number))).one()
        release.snapshot, release.revision = programme, release.revision + 1
