"""Announcements and notices as the API gives them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.delegations.models import Delegation
from madang.delegations.queries import find_delegations
from madang.notices.models import Announcement, AnnouncementKind, Notice
from madang.notices.queries.announcements import count_notices, find_bounced, list_items, list_unacknowledged
from madang.notices.rules import key_of, whole_items
from madang.notices.schemas import (
    AnnouncementDetail,
    AnnouncementPublic,
    CallEntry,
    CallList,
    ChangeSummary,
    Counts,
    DelegationCity,
    EditionShown,
    NoticePage,
    NoticePublic,
)
from madang.participants.models import Registration
from madang.programme.models import Edition

_NONE = {"people": 0, "withheld": 0, "sent": 0, "acknowledged": 0}
_WITHOUT = {"counts", "changes", "items", "fingerprint"}


async def describe_all(db: AsyncSession, announcements: Sequence[Announcement]) -> list[AnnouncementPublic]:
    """Return announcements with their counts: two statements, however many they are."""
    ids = [announcement.id for announcement in announcements]
    counts, bounced = await count_notices(db, ids), await find_bounced(db, ids)
    return [
        AnnouncementPublic(
            **_fields(each), counts=Counts(**counts.get(each.id, _NONE), bounced=len(bounced.get(each.id, ())))
        )
        for each in announcements
    ]


async def describe(db: AsyncSession, announcement: Announcement) -> AnnouncementDetail:
    """Return an announcement with its counts and everything that it tells."""
    shown = (await describe_all(db, [announcement]))[0]
    changes = _summarise(announcement, await list_items(db, announcement.id))
    return AnnouncementDetail(**dict(shown), changes=changes)


def _fields(announcement: Announcement) -> dict[str, Any]:
    names = AnnouncementPublic.model_fields.keys() - _WITHOUT
    return {name: getattr(announcement, name) for name in names}


def _summarise(announcement: Announcement, told: Iterable[Sequence[Any]]) -> list[ChangeSummary]:
    """Count for how many people each change is. Places on visits that are given for several reasons are one change."""
    people: Counter[str] = Counter()
    examples: dict[str, dict[str, Any]] = {}
    for items in told:
        for item in items:
            key = item if isinstance(item, str) else _key_of_change(item)
            people[key] += 1
            if key not in examples:
                examples[key] = announcement.items[item] if isinstance(item, str) else item
    order = sorted(examples, key=lambda key: (_start(examples[key]), key))
    return [ChangeSummary.model_validate({**examples[key], "people": people[key]}) for key in order]


def _key_of_change(item: dict[str, Any]) -> str:
    return key_of({**item, "because": None, "rank": None, "explanation": {}, "options": {}})  # type: ignore[typeddict-item]


def _start(item: Mapping[str, Any]) -> str:
    point = item["new"] or item["old"]
    return (point["start"] if point else None) or ""


async def describe_notices(
    db: AsyncSession,
    announcement: Announcement,
    rows: Sequence[tuple[Notice, Registration]],
    bounced: Collection[UUID],
) -> list[NoticePublic]:
    """Return what people are told, and whether they have acknowledged it."""
    delegations = await _delegations_of(db, [registration for _, registration in rows])
    return [
        NoticePublic(
            id=notice.id,
            registration_id=registration.id,
            name=registration.badge_name,
            kind=registration.kind,
            language=registration.language,
            delegation=_city(registration, delegations),
            items=whole_items(announcement.items, notice.items),
            withheld=notice.withheld,
            sent_at=notice.sent_at,
            acknowledged_at=notice.acknowledged_at,
            bounced=notice.id in bounced,
            version=announcement.version,
        )
        for notice, registration in rows
    ]


async def make_call_list(db: AsyncSession, announcement: Announcement, now: datetime) -> CallList:
    """Return who is to be called: whose mail came back first."""
    rows = await list_unacknowledged(db, announcement.id)
    bounced = (await find_bounced(db, [announcement.id])).get(announcement.id, set())
    delegations = await _delegations_of(db, [registration for _, registration in rows])
    people = [
        CallEntry(
            registration_id=registration.id,
            name=registration.badge_name,
            own_script_name=registration.own_script_name,
            phone=registration.phone,
            language=registration.language,
            delegation=_city(registration, delegations),
            bounced=notice.id in bounced,
        )
        for notice, registration in rows
    ]
    return CallList(
        announcement_id=announcement.id,
        taken_at=now,
        people=sorted(people, key=lambda entry: not entry.bounced),
    )


def show(notice: Notice, announcement: Announcement, edition: Edition, now: datetime) -> NoticePage:
    """Return what somebody is told, as they read it."""
    is_over = announcement.over_at is not None and announcement.over_at <= now
    urgent = announcement.kind is AnnouncementKind.URGENT
    return NoticePage.model_validate(
        {
            "id": notice.id,
            "kind": announcement.kind,
            "title": announcement.title,
            "text": announcement.text,
            "items": whole_items(announcement.items, notice.items),
            "sent_at": notice.sent_at,
            "acknowledged_at": notice.acknowledged_at,
            "over_at": announcement.over_at,
            "banner": urgent and notice.acknowledged_at is None and not is_over,
            "edition": EditionShown.model_validate(edition),
        }
    )


async def _delegations_of(db: AsyncSession, registrations: Iterable[Registration]) -> dict[UUID, Delegation]:
    ids = {registration.delegation_id for registration in registrations if registration.delegation_id}
    return await find_delegations(db, ids) if ids else {}


def _city(registration: Registration, delegations: Mapping[UUID, Delegation]) -> DelegationCity | None:
    delegation = delegations.get(registration.delegation_id) if registration.delegation_id else None
    return DelegationCity.model_validate(delegation) if delegation else None
