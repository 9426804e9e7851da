"""Use cases of editions."""

from datetime import datetime
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.db import flush_new
from madang.core.errors import Taken
from madang.people.queries import find_organisations
from madang.programme import queries, rules
from madang.programme.errors import EditionPublished
from madang.programme.models import (
    Edition,
    EditionOrganisation,
    Series,
)
from madang.programme.schemas import (
    EditionCreate,
    EditionFields,
    EditionUpdate,
)
from madang.programme.service.common import bury, merge, placed, refuse
from madang.programme.service.sessions import delete_session, session_fields
from madang.programme.service.topics import delete_topic, topic_fields
from madang.programme.service.venues import delete_venue, venue_fields

_EDITION_COLUMNS = (
    "series_id", "title", "theme", "background", "objectives", "key_questions", "timezone", "default_language",
    "languages", "status", "visibility", "place",
)  # fmt: skip


def edition_fields(edition: Edition) -> EditionFields:
    """Return an edition as it would be given."""
    values: dict[str, Any] = {name: getattr(edition, name) for name in _EDITION_COLUMNS}
    values["days"] = edition.days
    values["organisations"] = [
        {"organisation_id": link.organisation_id, "role": link.role} for link in edition.organisations
    ]
    return EditionFields.model_validate(values)


async def _check_edition(db: AsyncSession, fields: EditionFields) -> None:
    faults = list(rules.check_edition(fields))
    if fields.series_id and (await db.exec(select(Series.id).where(Series.id == fields.series_id))).first() is None:
        faults.append(("/series_id", "there is no such series"))
    known = await find_organisations(db, (item.organisation_id for item in fields.organisations))
    for position, item in enumerate(fields.organisations):
        if item.organisation_id not in known:
            faults.append((f"/organisations/{position}/organisation_id", "there is no such organisation"))
    refuse(faults)


def _write_edition(edition: Edition, fields: EditionFields) -> None:
    for name in _EDITION_COLUMNS:
        setattr(edition, name, getattr(fields, name))
    edition.days = [day.isoformat() for day in fields.days]
    edition.starts_on, edition.ends_on = fields.days[0], fields.days[-1]
    links = {link.organisation_id: link for link in edition.organisations}
    edition.organisations = [
        placed(
            links.get(item.organisation_id)
            or EditionOrganisation(
                edition_id=edition.id, organisation_id=item.organisation_id, role=item.role, position=position
            ),
            position,
            role=item.role,
        )
        for position, item in enumerate(fields.organisations)
    ]


async def create_edition(db: AsyncSession, data: EditionCreate) -> Edition:
    """Add an edition. Errors: Invalid; Taken when the slug is in use."""
    await _check_edition(db, data)
    edition = Edition(
        slug=data.slug,
        title=data.title,
        days=[],
        starts_on=data.days[0],
        ends_on=data.days[-1],
        timezone=data.timezone,
        default_language=data.default_language,
        languages=data.languages,
    )
    _write_edition(edition, data)
    db.add(edition)
    await flush_new(db, Taken(f"the slug {data.slug!r} is in use", errors=[("/body/slug", "is in use")]))
    return edition


async def _check_programme(db: AsyncSession, edition: Edition, before: EditionFields, after: EditionFields) -> None:
    if all(getattr(before, name) == getattr(after, name) for name in ("days", "timezone", "default_language")):
        return
    refuse(
        rules.check_programme(
            before,
            after,
            sessions={row.key: session_fields(row) for row in await queries.list_all_sessions(db, edition)},
            venues={row.key: venue_fields(row) for row in await queries.list_all_venues(db, edition)},
            topics={row.key: topic_fields(row) for row in await queries.list_all_topics(db, edition)},
        )
    )


async def update_edition(
    db: AsyncSession, edition: Edition, changes: EditionUpdate, now: datetime, *, programme_follows: bool = False
) -> bool:
    """Change an edition and return whether anything differs.

    `programme_follows`: the caller makes the programme fit afterwards, which otherwise must fit as it stands.
    Errors: Invalid.
    """
    current = edition_fields(edition)
    merged = merge(current, changes)
    if merged == current:
        return False
    await _check_edition(db, merged)
    if not programme_follows:
        await _check_programme(db, edition, current, merged)
    _write_edition(edition, merged)
    edition.touch(now)
    await flush_new(db)
    return True


async def delete_edition(db: AsyncSession, edition: Edition, now: datetime) -> None:
    """Remove an edition with its whole programme. Errors: EditionPublished once anything of it was published."""
    if await queries.find_last_release(db, edition.id):
        raise EditionPublished("releases are kept for good; set the edition's visibility to private instead")
    for session in await queries.list_all_sessions(db, edition):
        await delete_session(db, edition, session, now)
    for venue in await queries.list_all_venues(db, edition):
        await delete_venue(db, edition, venue, now)
    for topic in await queries.list_all_topics(db, edition):
        await delete_topic(db, edition, topic, now)
    await bury(db, edition, "edition", None, now, "something still belongs to this edition")
