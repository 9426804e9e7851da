"""Use cases of releases: what the public reads is published, compared and withdrawn here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import flush
from madang.core.errors import Stale
from madang.people.queries import find_organisations, find_people
from madang.programme import queries, rules
from madang.programme.errors import NothingToPublish, ReleaseWithdrawn, WarningsUnread
from madang.programme.models import Edition, Release
from madang.programme.snapshot import Snapshot, make_snapshot


@dataclass(frozen=True)
class Draft:
    """The programme as it would be published now."""

    next_number: int
    warnings: list[rules.PublishingWarning]
    changes: dict[str, Any]
    snapshot: Snapshot


async def make_draft(
    db: AsyncSession, edition: Edition, now: datetime, *, more: Sequence[rules.PublishingWarning] = ()
) -> Draft:
    """Return what publishing now would give: a constant number of statements, however many sessions.

    `more` are warnings of domains that the programme does not know.
    """
    sessions = await queries.list_all_sessions(db, edition)
    last = await queries.find_last_release(db, edition.id)
    current = await queries.find_current_release(db, edition.id)
    people = await find_people(db, await queries.person_ids_of(db, edition))
    snapshot = make_snapshot(
        edition=edition,
        series=await queries.get_series(db, edition.series_id) if edition.series_id else None,
        venues=await queries.list_all_venues(db, edition),
        topics=await queries.list_all_topics(db, edition),
        sessions=sessions,
        people=people,
        organisations=await find_organisations(db, await queries.organisation_ids_of(db, edition)),
        before=cast(Snapshot, last.snapshot) if last else None,
        now=now,
    )
    return Draft(
        next_number=last.number + 1 if last else 1,
        warnings=[
            *rules.find_warnings(edition, sessions, {key: person.badge_name for key, person in people.items()}),
            *more,
        ],
        changes=rules.compare(cast(Snapshot, current.snapshot) if current else None, snapshot),
        snapshot=snapshot,
    )


async def publish(
    db: AsyncSession,
    edition: Edition,
    *,
    comment: str,
    accept_warnings: bool,
    by_id: UUID | None,
    now: datetime,
    more: Sequence[rules.PublishingWarning] = (),
) -> Release:
    """Freeze the programme as it stands into the next release, which becomes current; `more` as in `make_draft`.

    Errors: WarningsUnread; NothingToPublish; Stale when somebody else published at the same moment.
    """
    draft = await make_draft(db, edition, now, more=more)
    if draft.warnings and not accept_warnings:
        raise WarningsUnread(
            f"there are {len(draft.warnings)} warnings",
            errors=[(f"/{warning.code}", warning.detail) for warning in draft.warnings],
        )
    if draft.next_number > 1 and rules.is_empty(draft.changes):
        raise NothingToPublish("nothing has changed since the current release")
    release = Release(
        edition_id=edition.id,
        number=draft.next_number,
        comment=comment,
        published_at=now,
        published_by_id=by_id,
        snapshot=dict(draft.snapshot),
        changes=draft.changes,
    )
    db.add(release)
    await flush(db, Stale("somebody else has published at the same moment"))
    return release


async def withdraw(db: AsyncSession, release: Release, now: datetime) -> Release:
    """Unpublish a release: the one before becomes current again; the number stays readable.

    Errors: ReleaseWithdrawn when it was before.
    """
    if release.withdrawn_at is not None:
        raise ReleaseWithdrawn(f"release {release.number} was withdrawn on {release.withdrawn_at:%Y-%m-%d}")
    release.withdrawn_at = now
    await db.flush()
    return release


async def compare_releases(db: AsyncSession, edition_id: UUID, *, number: int, since: int) -> dict[str, Any]:
    """Return the difference from release `since` to release `number`; `since` 0 means before the first.

    Errors: NotFound.
    """
    after = await queries.get_release(db, edition_id, number)
    before = await queries.get_release(db, edition_id, since) if since else None
    return rules.compare(cast(Snapshot, before.snapshot) if before else None, cast(Snapshot, after.snapshot))
