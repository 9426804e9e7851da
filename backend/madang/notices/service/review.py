"""Working out who must hear of what: last told against current, for everybody who takes part in an edition."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from sqlalchemy import delete, insert
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.ids import new_id
from madang.notices import rules
from madang.notices.models import Announcement, AnnouncementKind, AnnouncementStage, Notice
from madang.notices.queries.announcements import find_unsent
from madang.notices.queries.state import (
    Attending,
    Placed,
    find_meetings,
    find_placed,
    list_attending,
    list_drafted,
    lock_edition,
)
from madang.notices.service.sending import send
from madang.notices.service.telling import AT_ONCE, Known, remember
from madang.people.queries import find_merged
from madang.programme.models import Release
from madang.programme.queries import find_current_release, get_release
from madang.programme.snapshot import Snapshot

_LONGEST = 4
"""How many delays an announcement is put off at most: a trickle of small news must not keep what is big from people."""


@dataclass(frozen=True)
class Draft:
    """What one person is to be told, and what they know of their visits once they are."""

    items: list[rules.Item | str]
    known: Known


@dataclass(frozen=True)
class Outlook:
    """What is to be told at a moment.

    `settled` are those who need not hear of anything, though the release is another or their place is: what they know
    of their visits, to be remembered silently. `shared` are items that drafts name by their key.
    """

    release_number: int
    shared: dict[str, rules.Item]
    drafts: dict[UUID, Draft]
    settled: dict[UUID, Known]

    @cached_property
    def fingerprint(self) -> str:
        """Name who is told what, and knows what of meetings then."""
        return rules.fingerprint(
            {
                own_id.hex: [*rules.keys_of(draft.items), rules.name_meetings(draft.known.meetings)]
                for own_id, draft in self.drafts.items()
            }
        )


async def look_at(db: AsyncSession, edition_id: UUID, now: datetime) -> Outlook | None:
    """Work out what is to be told; None while nothing is published.

    Costs four statements and one comparison, and one of each for every other release that anybody was last told of;
    with one more for whoever was merged.
    """
    release = await find_current_release(db, edition_id)
    if release is None:
        return None
    people = await list_attending(db, edition_id)
    placed = await find_placed(db, edition_id, {person.id: person.kind for person in people})
    outings = rules.plan_outings(cast(Snapshot, release.snapshot), await find_meetings(db, edition_id), now)
    comparisons = await _compare(db, release, people, now)
    outlook = Outlook(release.number, {}, {}, {})
    for person in people:
        _look_at_one(outlook, person, placed.get(person.id, Placed()), comparisons, outings)
    used = {key for draft in outlook.drafts.values() for key in draft.items if isinstance(key, str)}
    for shared in (*(comparison.shared for comparison in comparisons.values()), outings.shared):
        outlook.shared.update({key: item for key, item in shared.items() if key in used})
    return outlook


async def _compare(
    db: AsyncSession, release: Release, people: Sequence[Attending], now: datetime
) -> dict[int, rules.Comparison]:
    current = cast(Snapshot, release.snapshot)
    comparisons = {release.number: rules.compare(current, current, now)}
    others = sorted({person.release_number for person in people if person.release_number} - {release.number})
    merged = {str(own_id): str(kept) for own_id, kept in (await find_merged(db)).items()} if others else {}
    for number in others:
        told = await get_release(db, release.edition_id, number)
        comparisons[number] = rules.compare(cast(Snapshot, told.snapshot), current, now, merged)
    return comparisons


def _look_at_one(
    outlook: Outlook,
    person: Attending,
    placed: Placed,
    comparisons: Mapping[int, rules.Comparison],
    outings: rules.Outings,
) -> None:
    # Whoever was told nothing yet begins with what is current; a place that they have been given is news to them.
    number = person.release_number or outlook.release_number
    comparison = comparisons[number]
    own_id = str(person.person_id) if person.person_id else None
    items = comparison.items_for(person.visits, placed.options, placed.reasons, own_id)
    visits = comparison.visits_after(person.visits, placed.options)
    of_meetings, meetings = outings.look_at(person.meetings, visits)
    items += of_meetings
    after = Known(visits, meetings)
    if items:
        outlook.drafts[person.id] = Draft(items, after)
        if person.release_number is None:
            outlook.settled[person.id] = Known()
    elif person.release_number != outlook.release_number or Known(person.visits, person.meetings) != after:
        outlook.settled[person.id] = after


def is_done(outlook: Outlook | None, unsent: Announcement | None, now: datetime) -> bool:
    """Whether nothing has to be written down: what the minutely look finds nearly always."""
    if outlook is None:
        return True
    if outlook.settled:
        return False
    if unsent is None:
        return not outlook.drafts
    is_due = unsent.due_at is not None and unsent.due_at <= now
    return _is_current(unsent, outlook) and not is_due


def _is_current(unsent: Announcement, outlook: Outlook) -> bool:
    told = (outlook.release_number, outlook.fingerprint)
    return (unsent.release_number, unsent.fingerprint) == told


async def review(db: AsyncSession, edition_id: UUID, now: datetime, delay: timedelta) -> None:
    """Bring the unsent announcement of an edition to what is to be told now, and send it once it is due.

    Whatever somebody would be told besides puts it off by `delay`, but never past four times that. One that is held is
    brought up to date and waits, even while there is nothing to tell.
    """
    edition = await lock_edition(db, edition_id)
    if edition is None:
        return
    # Locked before what people know is read: an organiser who sends it meanwhile would change that.
    unsent = await find_unsent(db, edition_id, lock=True)
    outlook = await look_at(db, edition_id, now)
    if outlook is None:
        return
    await remember(db, edition_id, outlook.release_number, outlook.settled, now)
    if not outlook.drafts:
        if unsent is None:
            return
        if unsent.stage is AnnouncementStage.WAITING:  # it has been taken back before anybody heard of it
            await db.delete(unsent)
            await db.flush()
            return
    if unsent is None:
        unsent = Announcement(
            edition_id=edition_id,
            kind=AnnouncementKind.CHANGES,
            stage=AnnouncementStage.WAITING,
            due_at=now + delay,
            created_at=now,
            updated_at=now,
        )
        db.add(unsent)
        await _write(db, unsent, outlook, {}, now)
    elif not _is_current(unsent, outlook):
        await _update(db, unsent, outlook, now, delay)
    if unsent.stage is AnnouncementStage.WAITING and unsent.due_at is not None and unsent.due_at <= now:
        await send(db, unsent, now)


async def _update(db: AsyncSession, unsent: Announcement, outlook: Outlook, now: datetime, delay: timedelta) -> None:
    before = {notice.registration_id: notice for notice in await list_drafted(db, unsent.id)}
    more = any(
        rules.says_more(rules.keys_of(before[own_id].items) if own_id in before else (), rules.keys_of(draft.items))
        for own_id, draft in outlook.drafts.items()
    )
    if more and unsent.stage is AnnouncementStage.WAITING:
        unsent.due_at = min(now + delay, unsent.created_at + _LONGEST * delay)
    await _write(db, unsent, outlook, before, now)


async def _write(
    db: AsyncSession, unsent: Announcement, outlook: Outlook, before: Mapping[UUID, Notice], now: datetime
) -> None:
    """Write down who is told what. A notice that says the same stays as it is; one that is withheld stays withheld."""
    known = {
        own_id: rules.whole_items(unsent.items, notice.items) for own_id, notice in before.items() if notice.withheld
    }
    unsent.release_number, unsent.fingerprint = outlook.release_number, outlook.fingerprint
    unsent.items = dict(outlook.shared)
    unsent.touch(now)
    await db.flush()
    same = {own_id for own_id, notice in before.items() if _says_the_same(notice, outlook.drafts.get(own_id))}
    over = [notice.id for own_id, notice in before.items() if own_id not in same]
    for start in range(0, len(over), AT_ONCE):
        gone = delete(Notice).where(col(Notice.id).in_(over[start : start + AT_ONCE]))
        # Looking in Python which rows in memory are meant would take time that grows with the square of them.
        await db.exec(gone.execution_options(synchronize_session=False))
    rows: list[dict[str, Any]] = [
        {
            "id": new_id(),
            "announcement_id": unsent.id,
            "registration_id": own_id,
            "items": draft.items,
            "visits": dict(draft.known.visits),
            "meetings": dict(draft.known.meetings),
            "withheld": own_id in known
            and not rules.tells_another(known[own_id], rules.whole_items(outlook.shared, draft.items)),
        }
        for own_id, draft in outlook.drafts.items()
        if own_id not in same
    ]
    connection = await db.connection()
    for start in range(0, len(rows), AT_ONCE):
        await connection.execute(insert(Notice), rows[start : start + AT_ONCE])


def _says_the_same(notice: Notice, draft: Draft | None) -> bool:
    if draft is None:
        return False
    same_items = rules.keys_of(notice.items) == rules.keys_of(draft.items)
    return same_items and Known(notice.visits, notice.meetings) == draft.known
