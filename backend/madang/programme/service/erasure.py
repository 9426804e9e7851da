"""Taking a person out of programmes and out of what was frozen of them: the one change that a release knows."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.audit.service import record
from madang.core.text import strike_out
from madang.programme.models import ProgrammeSession, Release, SessionPerson, Venue


async def erase_from_programmes(
    db: AsyncSession, person_ids: Collection[UUID], names: Collection[str], now: datetime
) -> None:
    """Take people out of sessions and sites, and out of every release, whose revision rises where anything changed."""
    links = (await db.exec(select(SessionPerson).where(col(SessionPerson.person_id).in_(person_ids)))).all()
    for link in links:
        await db.delete(link)
    sessions = {link.session_id for link in links}
    for session in (await db.exec(select(ProgrammeSession).where(col(ProgrammeSession.id).in_(sessions)))).all():
        session.touch(now)
    for venue in (await db.exec(select(Venue).where(col(Venue.host_person_id).in_(person_ids)))).all():
        venue.host_person_id = None
        venue.touch(now)
    await db.flush()
    ids = {str(person_id) for person_id in person_ids}
    for release_id in (await db.exec(select(Release.id).order_by(col(Release.id)))).all():
        # One at a time: each is a whole programme.
        release = (await db.exec(select(Release).where(Release.id == release_id).with_for_update())).one()
        await _erase_from_release(db, release, ids, names, now)
        db.expunge(release)


async def _erase_from_release(
    db: AsyncSession, release: Release, ids: set[str], names: Collection[str], now: datetime
) -> None:
    frozen = {"snapshot": release.snapshot, "changes": release.changes, "comment": release.comment}
    left = {name: without_person(value, ids, names) for name, value in frozen.items()}
    if left == frozen:
        return
    for name, value in left.items():
        setattr(release, name, value)
    release.revision += 1
    record(
        db,
        "release.redacted",
        now,
        edition_id=release.edition_id,
        subject_kind="release",
        subject_id=release.id,
        fields=[name for name in left if left[name] != frozen[name]],
    )
    await db.flush()


def without_person(value: Any, ids: Collection[str], names: Collection[str]) -> Any:
    """Return a frozen value in which people of these ids have become *to be announced* and these names are struck out.

    Pure. Keys, slugs and ids stay: they name things.
    """
    if isinstance(value, dict):
        if value.get("id") in ids and "role" in value:
            return {**value, "id": None, "name": None, "affiliation": None, "position": None, "contribution": {}}
        return {
            name: part if name in ("id", "key", "slug") else without_person(part, ids, names)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [without_person(part, ids, names) for part in value]
    return strike_out(value, names) if isinstance(value, str) else value


async def forget_publisher(db: AsyncSession, account_id: UUID) -> None:
    """Forget that an account has published releases: it is about to be deleted."""
    await db.exec(update(Release).where(col(Release.published_by_id) == account_id).values(published_by_id=None))
