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
    db: AsyncSession, person_ids: Collection[UUID], names: Collection[str], now: datetime, *, edition_id: UUID | None
) -> None:
    """Take people out of sessions and sites, and out of releases, whose revision rises where anything changed.

    `edition_id` bounds whose programme and releases are touched; None: those of every edition.
    """
    roles = select(SessionPerson).where(col(SessionPerson.person_id).in_(person_ids))
    sites = select(Venue).where(col(Venue.host_person_id).in_(person_ids))
    if edition_id is not None:
        within = select(ProgrammeSession.id).where(ProgrammeSession.edition_id == edition_id)
        roles = roles.where(col(SessionPerson.session_id).in_(within))
        sites = sites.where(Venue.edition_id == edition_id)
    links = (await db.exec(roles)).all()
    for link in links:
        await db.delete(link)
    sessions = {link.session_id for link in links}
    for session in (await db.exec(select(ProgrammeSession).where(col(ProgrammeSession.id).in_(sessions)))).all():
        session.touch(now)
    for venue in (await db.exec(sites)).all():
        venue.host_person_id = None
        venue.touch(now)
    await db.flush()
    ids = {str(person_id) for person_id in person_ids}
    concerned = select(Release.id).order_by(col(Release.id))
    if edition_id is not None:
        concerned = concerned.where(Release.edition_id == edition_id)
    for release_id in (await db.exec(concerned)).all():
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


async def has_part_elsewhere(db: AsyncSession, person_ids: Collection[UUID], edition_id: UUID) -> bool:
    """Whether any of these people has a role in a session, or hosts a site, of another edition."""
    roles = (
        select(SessionPerson.id)
        .join(ProgrammeSession, col(ProgrammeSession.id) == col(SessionPerson.session_id))
        .where(col(SessionPerson.person_id).in_(person_ids), ProgrammeSession.edition_id != edition_id)
    )
    sites = select(Venue.id).where(col(Venue.host_person_id).in_(person_ids), Venue.edition_id != edition_id)
    return (await db.exec(roles.limit(1))).first() is not None or (await db.exec(sites.limit(1))).first() is not None


# What names things or is read by programs: a name that happens to be such a word is not struck out of it.
_NOT_WORDS = frozenset(
    {"id", "key", "slug", "date", "day", "days", "start", "end", "starts_at", "ends_at", "starts_on", "ends_on"}
    | {"published_at", "updated_at", "timezone", "default_language", "language", "languages", "lang", "mode"}
    | {"kind", "status", "state", "role", "visibility", "vocabulary", "url", "website", "op", "field", "what"}
)


def without_person(value: Any, ids: Collection[str], names: Collection[str]) -> Any:
    """Return a frozen value in which people of these ids have become *to be announced* and these names are struck out.

    Pure. What programs read stays as it is: keys, moments, states, addresses.
    """
    if isinstance(value, dict):
        if value.get("id") in ids and "role" in value:
            return {**value, "id": None, "name": None, "affiliation": None, "position": None, "contribution": {}}
        return {name: part if name in _NOT_WORDS else without_person(part, ids, names) for name, part in value.items()}
    if isinstance(value, list):
        return [without_person(part, ids, names) for part in value]
    return strike_out(value, names) if isinstance(value, str) else value


async def forget_publisher(db: AsyncSession, account_id: UUID) -> None:
    """Forget that an account has published releases: it is about to be deleted."""
    await db.exec(update(Release).where(col(Release.published_by_id) == account_id).values(published_by_id=None))
