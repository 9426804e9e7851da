"""Every `select` of the programme, and which rows a caller may see."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, TypeVar
from uuid import UUID

from sqlalchemy import Select, and_, func
from sqlalchemy.orm import defer, selectinload
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from madang.accounts.access import Caller
from madang.core.errors import NotFound
from madang.core.pages import Found, PageRequest, fetch_page
from madang.people.queries import find_organisations, find_people
from madang.programme.models import (
    Edition,
    EditionOrganisation,
    Option,
    ProgrammeSession,
    Release,
    Series,
    SessionPerson,
    Topic,
    Venue,
)

S = TypeVar("S", bound=Select[Any])

_SESSION_CHILDREN = (
    selectinload(ProgrammeSession.topics),  # type: ignore[arg-type]
    selectinload(ProgrammeSession.people),  # type: ignore[arg-type]
    selectinload(ProgrammeSession.options).selectinload(Option.stops),  # type: ignore[arg-type]
)
_VENUE_CHILDREN = (selectinload(Venue.rooms),)  # type: ignore[arg-type]
_EDITION_CHILDREN = (selectinload(Edition.organisations),)  # type: ignore[arg-type]


# --- editions and series ---------------------------------------------------------------------------------------


def visible_editions(caller: Caller) -> SelectOfScalar[Edition]:
    """Return the editions that a caller works on: all for an administrator, else those of their roles."""
    statement = select(Edition).options(*_EDITION_CHILDREN)
    return statement if caller.is_administrator else statement.where(col(Edition.id).in_(caller.edition_ids))


async def get_edition(
    db: AsyncSession, caller: Caller, slug: str, *, lock: Literal["shared", "exclusive"] | None = None
) -> Edition:
    """Return an edition that the caller works on.

    Whoever changes something within the edition takes a shared lock, whoever changes it, freezes it or replaces it
    as a whole an exclusive one: what a release freezes is the programme of one moment.
    Errors: NotFound, also when it is somebody else's.
    """
    statement = visible_editions(caller).where(col(Edition.slug) == slug)
    if lock:
        statement = statement.with_for_update(of=Edition, read=lock == "shared")
    edition: Edition | None = (await db.exec(statement)).one_or_none()
    if edition is None:
        raise NotFound(f"there is no edition {slug!r}")
    return edition


async def find_edition(db: AsyncSession, slug: str, *, lock: bool = False) -> Edition | None:
    """Return the edition of that slug, whoever asks: for commands and public feeds."""
    statement = select(Edition).options(*_EDITION_CHILDREN).where(Edition.slug == slug)
    edition: Edition | None = (await db.exec(_locked(statement, lock))).one_or_none()
    return edition


async def find_edition_by_id(db: AsyncSession, edition_id: UUID) -> Edition | None:
    """Return an edition by id, whoever asks: for who is named beside it."""
    edition: Edition | None = (await db.exec(select(Edition).where(Edition.id == edition_id))).one_or_none()
    return edition


async def find_editions_by_id(db: AsyncSession, edition_ids: Iterable[UUID]) -> dict[UUID, Edition]:
    """Return editions by id in one statement; those that are not there are left out."""
    found = await db.exec(select(Edition).where(col(Edition.id).in_(set(edition_ids))))
    return {edition.id: edition for edition in found.all()}


async def list_editions(db: AsyncSession, caller: Caller, page: PageRequest) -> Found[Edition]:
    """Return a page of editions by slug."""
    return await fetch_page(
        db, visible_editions(caller), keys=[col(Edition.slug)], key_of=lambda row: (row.slug,), page=page
    )


async def get_series(db: AsyncSession, series_id: UUID, *, lock: bool = False) -> Series:
    """Return a series. Errors: NotFound."""
    series = (await db.exec(_locked(select(Series).where(Series.id == series_id), lock))).one_or_none()
    if series is None:
        raise NotFound("there is no such series")
    return series


async def list_series(db: AsyncSession, page: PageRequest) -> Found[Series]:
    """Return a page of series by key."""
    return await fetch_page(db, select(Series), keys=[col(Series.key)], key_of=lambda row: (row.key,), page=page)


# --- venues and topics -----------------------------------------------------------------------------------------


async def get_venue(db: AsyncSession, edition: Edition, venue_id: UUID, *, lock: bool = False) -> Venue:
    """Return a venue of an edition with its rooms. Errors: NotFound."""
    statement = select(Venue).options(*_VENUE_CHILDREN).where(Venue.id == venue_id, Venue.edition_id == edition.id)
    venue = (await db.exec(_locked(statement, lock))).one_or_none()
    if venue is None:
        raise NotFound("there is no such venue in this edition")
    return venue


async def list_venues(db: AsyncSession, edition: Edition, page: PageRequest) -> Found[Venue]:
    """Return a page of an edition's venues by key."""
    statement = select(Venue).options(*_VENUE_CHILDREN).where(Venue.edition_id == edition.id)
    return await fetch_page(db, statement, keys=[col(Venue.key)], key_of=lambda row: (row.key,), page=page)


async def get_topic(db: AsyncSession, edition: Edition, topic_id: UUID, *, lock: bool = False) -> Topic:
    """Return a topic of an edition. Errors: NotFound."""
    statement = select(Topic).where(Topic.id == topic_id, Topic.edition_id == edition.id)
    topic = (await db.exec(_locked(statement, lock))).one_or_none()
    if topic is None:
        raise NotFound("there is no such topic in this edition")
    return topic


async def list_topics(db: AsyncSession, edition: Edition, page: PageRequest) -> Found[Topic]:
    """Return a page of an edition's topics by key."""
    statement = select(Topic).where(Topic.edition_id == edition.id)
    return await fetch_page(db, statement, keys=[col(Topic.key)], key_of=lambda row: (row.key,), page=page)


# --- sessions --------------------------------------------------------------------------------------------------


async def get_session(db: AsyncSession, edition: Edition, session_id: UUID, *, lock: bool = False) -> ProgrammeSession:
    """Return a session of an edition with its people, topics and options. Errors: NotFound."""
    statement = (
        select(ProgrammeSession)
        .options(*_SESSION_CHILDREN)
        .where(ProgrammeSession.id == session_id, ProgrammeSession.edition_id == edition.id)
    )
    session = (await db.exec(_locked(statement, lock))).one_or_none()
    if session is None:
        raise NotFound("there is no such session in this edition")
    return session


async def list_sessions(db: AsyncSession, edition: Edition, page: PageRequest) -> Found[ProgrammeSession]:
    """Return a page of an edition's sessions by start, then key."""
    statement = select(ProgrammeSession).options(*_SESSION_CHILDREN).where(ProgrammeSession.edition_id == edition.id)
    return await fetch_page(
        db,
        statement,
        keys=[col(ProgrammeSession.starts_at), col(ProgrammeSession.key)],
        key_of=lambda row: (row.starts_at, row.key),
        page=page,
    )


async def list_all_sessions(db: AsyncSession, edition: Edition) -> Sequence[ProgrammeSession]:
    """Return the whole programme in order: five statements, however many sessions."""
    statement = (
        select(ProgrammeSession)
        .options(*_SESSION_CHILDREN)
        .where(ProgrammeSession.edition_id == edition.id)
        .order_by(col(ProgrammeSession.starts_at), col(ProgrammeSession.ends_at), col(ProgrammeSession.key))
    )
    return (await db.exec(statement)).all()


async def list_all_venues(db: AsyncSession, edition: Edition) -> Sequence[Venue]:
    """Return all venues of an edition by key, the training's own first."""
    statement = (
        select(Venue)
        .options(*_VENUE_CHILDREN)
        .where(Venue.edition_id == edition.id)
        .order_by(col(Venue.kind).desc(), col(Venue.key))
    )
    return (await db.exec(statement)).all()


async def list_all_topics(db: AsyncSession, edition: Edition) -> Sequence[Topic]:
    """Return all topics of an edition by key."""
    return (await db.exec(select(Topic).where(Topic.edition_id == edition.id).order_by(col(Topic.key)))).all()


async def person_ids_of(db: AsyncSession, edition: Edition) -> set[UUID]:
    """Return who has a role in an edition's sessions or hosts one of its sites."""
    roles = (
        select(SessionPerson.person_id)
        .join(ProgrammeSession, col(ProgrammeSession.id) == col(SessionPerson.session_id))
        .where(ProgrammeSession.edition_id == edition.id)
    )
    hosts = select(Venue.host_person_id).where(Venue.edition_id == edition.id, col(Venue.host_person_id).is_not(None))
    found = {*(await db.exec(roles)).all(), *(await db.exec(hosts)).all()}
    return {person_id for person_id in found if person_id is not None}


async def organisation_ids_of(db: AsyncSession, edition: Edition) -> set[UUID]:
    """Return the organisations that host or partner an edition, or host one of its sites."""
    links = select(EditionOrganisation.organisation_id).where(EditionOrganisation.edition_id == edition.id)
    hosts = select(Venue.host_organisation_id).where(
        Venue.edition_id == edition.id, col(Venue.host_organisation_id).is_not(None)
    )
    found = {*(await db.exec(links)).all(), *(await db.exec(hosts)).all()}
    return {organisation_id for organisation_id in found if organisation_id is not None}


async def lock_common_entries(db: AsyncSession, edition: Edition) -> None:
    """Keep the series, organisations and people of an edition as they are until the transaction ends.

    They belong to the whole installation: an edition that is locked does not lock them.
    """
    await find_organisations(db, await organisation_ids_of(db, edition), lock=True)
    await find_people(db, await person_ids_of(db, edition), lock=True)
    if edition.series_id:
        await get_series(db, edition.series_id, lock=True)


# --- releases --------------------------------------------------------------------------------------------------


def _current() -> SelectOfScalar[Release]:
    """Return the current release of each edition: its highest number that was not withdrawn."""
    newest = (
        select(Release.edition_id, func.max(Release.number).label("number"))
        .where(col(Release.withdrawn_at).is_(None))
        .group_by(col(Release.edition_id))
        .subquery()
    )
    return select(Release).join(
        newest, and_(col(Release.edition_id) == newest.c.edition_id, col(Release.number) == newest.c.number)
    )


async def find_current_release(db: AsyncSession, edition_id: UUID) -> Release | None:
    """Return the release that the public reads, if any."""
    return (await db.exec(_current().where(col(Release.edition_id) == edition_id))).one_or_none()


async def find_current_release_id(db: AsyncSession, edition_id: UUID) -> UUID | None:
    """Return the id of the release that the public reads, without its snapshot."""
    statement: Any = _current().where(col(Release.edition_id) == edition_id).with_only_columns(col(Release.id))
    found: UUID | None = (await db.exec(statement)).one_or_none()
    return found


async def find_last_release(db: AsyncSession, edition_id: UUID) -> Release | None:
    """Return the release of the highest number, withdrawn or not."""
    statement = select(Release).where(Release.edition_id == edition_id).order_by(col(Release.number).desc()).limit(1)
    return (await db.exec(statement)).one_or_none()


async def get_release(db: AsyncSession, edition_id: UUID, number: int, *, lock: bool = False) -> Release:
    """Return a release by number. Errors: NotFound."""
    statement = select(Release).where(Release.edition_id == edition_id, Release.number == number)
    release: Release | None = (await db.exec(_locked(statement, lock))).one_or_none()
    if release is None:
        raise NotFound(f"there is no release {number} of this edition")
    return release


async def list_releases(db: AsyncSession, edition_id: UUID, page: PageRequest) -> Found[Release]:
    """Return a page of releases, newest first, without their snapshots."""
    statement = (
        select(Release)
        .options(defer(Release.snapshot), defer(Release.changes))  # type: ignore[arg-type]
        .where(Release.edition_id == edition_id)
    )
    return await fetch_page(
        db, statement, keys=[col(Release.number)], key_of=lambda row: (row.number,), page=page, descending=True
    )


def _locked(statement: S, lock: bool) -> S:
    # On SQLite a writing transaction has the database to itself, and the clause is left out.
    return statement.with_for_update(of=statement.column_descriptions[0]["entity"]) if lock else statement
