"""Calls for case studies: made, changed, taken back, described."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.case_studies import rules
from madang.case_studies.models import CaseStudyCall, CaseStudyStatus
from madang.case_studies.queries import calls as queries
from madang.case_studies.queries.calls import Called
from madang.case_studies.rules import CaseStudyCallState
from madang.case_studies.schemas import (
    CaseStudyCallFields,
    CaseStudyCalls,
    CaseStudyCallShown,
    CaseStudySession,
    OwnCaseStudyCall,
)
from madang.core.db import Tombstone, flush_new
from madang.core.errors import InUse, Invalid, Stale
from madang.programme.models import Edition, ProgrammeSession
from madang.programme.rules import check_words
from madang.programme.service import Dropped


def state_of(call: CaseStudyCall, now: datetime) -> CaseStudyCallState:
    """Return whether a call takes anything at the moment."""
    return rules.call_state(call.opens_at, call.closes_at, now)


def describe_for_writers(called: Sequence[Called], now: datetime) -> list[OwnCaseStudyCall]:
    """Return calls without what only organisers know of them."""
    return [
        OwnCaseStudyCall(
            session=CaseStudySession.model_validate(session),
            state=state_of(call, now),
            **call.model_dump(include={"guidance", "opens_at", "closes_at", "slides_by", "room_for", "minutes_each"}),
        )
        for call, session in called
    ]


def _describe(
    call: CaseStudyCall,
    session: ProgrammeSession,
    counts: Mapping[CaseStudyStatus, int],
    slides_missing: int,
    now: datetime,
) -> CaseStudyCallShown:
    return CaseStudyCallShown(
        session=CaseStudySession.model_validate(session),
        state=state_of(call, now),
        counts={status: counts.get(status, 0) for status in CaseStudyStatus},
        slides_missing=slides_missing,
        **call.model_dump(exclude={"id", "edition_id", "session_id", "created_at", "updated_at"}),
    )


async def describe_calls(db: AsyncSession, edition: Edition, now: datetime) -> CaseStudyCalls:
    """Return the calls of an edition and the sessions that could have one: four statements, however many."""
    called = await queries.list_calls(db, edition.id)
    ids = [call.id for call, _ in called]
    counts = await queries.count_by_status(db, ids)
    missing = await queries.count_without_slides(db, ids)
    sessions = await queries.list_sessions_to_call_for(db, edition.id)
    return CaseStudyCalls(
        items=[_describe(call, session, counts[call.id], missing.get(call.id, 0), now) for call, session in called],
        sessions=[CaseStudySession.model_validate(session) for session in sessions],
    )


async def describe_call(
    db: AsyncSession, session: ProgrammeSession, call: CaseStudyCall | None, now: datetime
) -> CaseStudyCallShown:
    """Return the call of a session; as a new one would begin where there is none."""
    if call is None:
        nothing = CaseStudyCall(edition_id=session.edition_id, session_id=session.id, version=0)
        shown = _describe(nothing, session, {}, 0, now)
        shown.version = 0
        return shown
    counts = await queries.count_by_status(db, [call.id])
    missing = await queries.count_without_slides(db, [call.id])
    return _describe(call, session, counts[call.id], missing.get(call.id, 0), now)


def _check(edition: Edition, session: ProgrammeSession, fields: CaseStudyCallFields) -> None:
    faults = list(check_words(fields.guidance, edition.default_language, "/guidance"))
    if fields.opens_at and fields.closes_at and fields.closes_at <= fields.opens_at:
        faults.append(("/closes_at", "the deadline comes before the call opens"))
    for name in ("closes_at", "slides_by"):
        moment: datetime | None = getattr(fields, name)
        if moment and moment > session.starts_at:
            faults.append((f"/{name}", "the session has begun by then"))
    if faults:
        raise Invalid(f"{faults[0][0]}: {faults[0][1]}", errors=[(f"/body{where}", what) for where, what in faults])


async def save_call(
    db: AsyncSession,
    edition: Edition,
    session: ProgrammeSession,
    call: CaseStudyCall | None,
    fields: CaseStudyCallFields,
    now: datetime,
) -> CaseStudyCall:
    """Call for case studies, or change what is asked for. Errors: Invalid; Stale when somebody else was first."""
    _check(edition, session, fields)
    if call is None:
        call = CaseStudyCall(edition_id=edition.id, session_id=session.id, created_at=now, updated_at=now)
        db.add(call)
    else:
        call.touch(now)
    for name in CaseStudyCallFields.model_fields:
        setattr(call, name, getattr(fields, name))
    await flush_new(db, Stale("somebody else has just made this call; read it again"))
    return call


async def delete_call(db: AsyncSession, call: CaseStudyCall, now: datetime) -> None:
    """Take a call back. Errors: InUse once somebody has begun to answer it."""
    if any((await queries.count_by_status(db, [call.id]))[call.id].values()):
        raise InUse("somebody answers this call already: close it instead")
    db.add(Tombstone(id=call.id, kind="case_study_call", edition_id=call.edition_id, deleted_at=now))
    await db.delete(call)
    await flush_new(db)


async def refuse_dropping(db: AsyncSession, dropped: Sequence[Dropped]) -> None:
    """Do nothing unless a session would go for which case studies were written. Errors: InUse, saying which."""
    held = []
    for each in dropped:
        call = await queries.find_call(db, each.session_id) if each.option_id is None else None
        if call is not None and any((await queries.count_by_status(db, [call.id]))[call.id].values()):
            held.append(each)
    if held:
        names = ", ".join(repr(each.name) for each in held)
        raise InUse(
            f"case studies were written for {names}: cancel the session instead",
            errors=[(each.pointer, f"{each.name!r} would go, and case studies were written for it") for each in held],
        )
