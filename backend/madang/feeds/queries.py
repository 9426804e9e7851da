"""Which releases the public may read."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import case, func
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.action_plans.queries.public import registry_states
from madang.feeds.rules import ReleaseInfo
from madang.programme.models import Edition, Release, Visibility
from madang.programme.snapshot import EditionSnapshot, Snapshot

_SLUG = re.compile(r"[a-z0-9-]{1,64}", re.ASCII)
ReleaseState = tuple[Any, ...]
"""Differs whenever the public could read something else of an edition."""


@dataclass(frozen=True)
class FoundRelease:
    """A release without its programme. `modified` is None where no date tells all changes apart."""

    id: UUID
    slug: str
    info: ReleaseInfo
    withdrawn_at: datetime | None
    modified: datetime | None

    @property
    def key(self) -> tuple[UUID, int]:
        """What names its words."""
        return self.id, self.info.revision


async def release_states(db: AsyncSession) -> dict[str, ReleaseState]:
    """Return the state of every edition that has a release, by slug, in two statements: its releases and its plans."""
    statement = (
        select(  # type: ignore[call-overload]
            Edition.slug,
            Edition.id,
            Edition.visibility,
            func.max(case((col(Release.withdrawn_at).is_(None), Release.number))),
            func.count(),
            func.sum(Release.revision),
            func.count(col(Release.withdrawn_at)),
        )
        .join(Release, col(Release.edition_id) == col(Edition.id))
        .group_by(col(Edition.slug), col(Edition.id), col(Edition.visibility))
    )
    plans = await registry_states(db)
    return {row[0]: (*row[1:], plans.get(row[1])) for row in (await db.exec(statement)).all()}


async def find_release(db: AsyncSession, slug: str, number: int | None = None) -> FoundRelease | None:
    """Return an edition's release of that number, or its current one: the highest that is not withdrawn."""
    if not _SLUG.fullmatch(slug):
        return None  # such as one with NUL, which PostgreSQL would not even compare
    other = aliased(Release)
    ever_withdrawn = (
        select(func.max(col(other.withdrawn_at)))
        .where(col(other.edition_id) == col(Release.edition_id))
        .scalar_subquery()
    )
    statement = (
        select(  # type: ignore[call-overload]
            Release.id,
            Release.number,
            Release.revision,
            Release.published_at,
            Release.comment,
            Release.withdrawn_at,
            ever_withdrawn,
        )
        .join(Edition, col(Edition.id) == col(Release.edition_id))
        .where(col(Edition.slug) == slug, col(Edition.visibility) != Visibility.PRIVATE)
        .order_by(col(Release.number).desc())
        .limit(1)
    )
    if number is None:
        statement = statement.where(col(Release.withdrawn_at).is_(None))
    else:
        statement = statement.where(col(Release.number) == number)
    row = (await db.exec(statement)).first()
    if row is None:
        return None
    info = ReleaseInfo(number=row[1], revision=row[2], published_at=row[3], comment=row[4])
    # The release before becomes current again at the moment of a withdrawal.
    since = max(info.published_at, row[6]) if number is None and row[6] else info.published_at
    return FoundRelease(id=row[0], slug=slug, info=info, withdrawn_at=row[5], modified=None if info.revision else since)


async def get_snapshot(db: AsyncSession, release_id: UUID) -> Snapshot:
    """Return a release's programme."""
    return (await db.exec(select(Release.snapshot).where(col(Release.id) == release_id))).one()  # type: ignore[return-value]


async def edition_exists(db: AsyncSession, slug: str) -> bool:
    """Whether the public may know of an edition with that slug: anything of it was published, withdrawn or not."""
    return bool(await releases_of(db, slug))


async def public_editions(db: AsyncSession) -> list[tuple[FoundRelease, EditionSnapshot]]:
    """Return the current release of every listed edition with what it says of the edition itself."""
    newest = (
        select(Release.edition_id, func.max(Release.number).label("number"))
        .where(col(Release.withdrawn_at).is_(None))
        .group_by(col(Release.edition_id))
        .subquery()
    )
    statement = (
        select(  # type: ignore[call-overload]
            Edition.slug,
            Release.id,
            Release.number,
            Release.revision,
            Release.published_at,
            Release.comment,
            Release.snapshot["edition"],
        )
        .join(newest, (newest.c.edition_id == Release.edition_id) & (newest.c.number == Release.number))
        .join(Edition, col(Edition.id) == col(Release.edition_id))
        .where(col(Edition.visibility) == Visibility.PUBLIC)
    )
    return [
        (
            FoundRelease(
                id=row[1],
                slug=row[0],
                info=ReleaseInfo(number=row[2], revision=row[3], published_at=row[4], comment=row[5]),
                withdrawn_at=None,
                modified=None,
            ),
            row[6],
        )
        for row in (await db.exec(statement)).all()
    ]


async def releases_of(db: AsyncSession, slug: str) -> list[FoundRelease]:
    """Return every release of an edition, newest first, withdrawn ones too."""
    if not _SLUG.fullmatch(slug):
        return []
    statement = (
        select(  # type: ignore[call-overload]
            Release.id,
            Release.number,
            Release.revision,
            Release.published_at,
            Release.comment,
            Release.withdrawn_at,
        )
        .join(Edition, col(Edition.id) == col(Release.edition_id))
        .where(col(Edition.slug) == slug, col(Edition.visibility) != Visibility.PRIVATE)
        .order_by(col(Release.number).desc())
    )
    return [
        FoundRelease(
            id=row[0],
            slug=slug,
            info=ReleaseInfo(number=row[1], revision=row[2], published_at=row[3], comment=row[4]),
            withdrawn_at=row[5],
            modified=None,
        )
        for row in (await db.exec(statement)).all()
    ]


async def get_changes(db: AsyncSession, release_id: UUID) -> dict[str, Any]:
    """Return a release's difference to the one before."""
    return dict((await db.exec(select(Release.changes).where(col(Release.id) == release_id))).one())
