"""Selecting: who presents in which order, who stands in reserve; telling it; publishing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.audit.service import record
from madang.case_studies import rules
from madang.case_studies.models import CaseStudy, CaseStudyCall, CaseStudyStatus
from madang.case_studies.queries import studies
from madang.case_studies.schemas import CaseStudyItem, CaseStudySelection, CaseStudySession, SelectionFields
from madang.case_studies.service.common import move
from madang.case_studies.service.describing import describe_items
from madang.core.errors import Invalid
from madang.outbox.service import post_many
from madang.programme.models import ProgrammeSession


async def describe(
    db: AsyncSession, call: CaseStudyCall, session: ProgrammeSession, account_id: UUID
) -> CaseStudySelection:
    """Return the order of a session."""
    found = await studies.list_of_call(db, call.id)
    items = await describe_items(db, found, account_id, {call.id: session.id})
    by_status: dict[CaseStudyStatus, list[CaseStudyItem]] = {status: [] for status in CaseStudyStatus}
    for item in items:
        by_status[CaseStudyStatus.SELECTED if item.status in rules.PUBLISHABLE else item.status].append(item)
    selected, reserve = by_status[CaseStudyStatus.SELECTED], by_status[CaseStudyStatus.RESERVE]
    whole = rules.minutes_between(session.starts_at, session.ends_at)
    taken, left = rules.share_minutes(whole, (item.minutes for item in selected), call.minutes_each)
    room = call.announced_at is not None and len(selected) < call.room_for
    return CaseStudySelection(
        session=CaseStudySession.model_validate(session),
        version=call.version,
        session_minutes=whole,
        minutes_each=call.minutes_each,
        minutes_taken=taken,
        minutes_left=left,
        room_for=call.room_for,
        announced_at=call.announced_at,
        untold=sum(_is_untold(study) for study in found),
        vacancy=reserve[0].id if room and reserve else None,
        selected=selected,
        reserve=reserve,
        not_selected=by_status[CaseStudyStatus.NOT_SELECTED],
        undecided=by_status[CaseStudyStatus.SUBMITTED],
    )


def _is_untold(study: CaseStudy) -> bool:
    return study.status in rules.OUTCOMES and study.told_status is not study.status


async def arrange(db: AsyncSession, call: CaseStudyCall, fields: SelectionFields, now: datetime) -> None:
    """Put the case studies of a locked call into an order; nobody is told. What is not named is undecided.

    Errors: Invalid for one that is named twice, is not of this call, was withdrawn, or was presented already and left
    out.
    """
    found = {study.id: study for study in await studies.list_of_call(db, call.id, lock=True)}
    named = [
        *((f"/selected/{i}/id", each.id, CaseStudyStatus.SELECTED) for i, each in enumerate(fields.selected)),
        *((f"/reserve/{i}", each, CaseStudyStatus.RESERVE) for i, each in enumerate(fields.reserve)),
        *((f"/not_selected/{i}", each, CaseStudyStatus.NOT_SELECTED) for i, each in enumerate(fields.not_selected)),
    ]
    _check(found, named)
    minutes = {each.id: each.minutes for each in fields.selected}
    places = {study_id: place for place, (_, study_id, _) in enumerate(named)}
    targets = {study_id: to for _, study_id, to in named}
    for study in found.values():
        if study.status not in rules.ARRANGED and study.status is not CaseStudyStatus.PRESENTED:
            continue
        to = targets.get(study.id, CaseStudyStatus.SUBMITTED)
        if study.status is not CaseStudyStatus.PRESENTED and study.status is not to:
            move(db, study, to, now)
        order = (places.get(study.id) if to is not CaseStudyStatus.SUBMITTED else None, minutes.get(study.id))
        if (study.position, study.minutes) != order:
            study.position, study.minutes = order
            study.touch(now)
    call.touch(now)
    await db.flush()


def _check(found: Mapping[UUID, CaseStudy], named: Sequence[tuple[str, UUID, CaseStudyStatus]]) -> None:
    faults = []
    seen: set[UUID] = set()
    for pointer, study_id, to in named:
        study = found.get(study_id)
        if study_id in seen:
            faults.append((pointer, "is named twice"))
        elif study is None:
            faults.append((pointer, "is no case study of this session"))
        elif study.status is CaseStudyStatus.PRESENTED and to is not CaseStudyStatus.SELECTED:
            faults.append((pointer, "was presented already"))
        elif study.status not in rules.ARRANGED and study.status is not CaseStudyStatus.PRESENTED:
            faults.append((pointer, f"is {study.status}"))
        seen.add(study_id)
    left_out = [study for study in found.values() if study.status is CaseStudyStatus.PRESENTED and study.id not in seen]
    faults.extend(("/selected", f"{study.title!r} was presented already") for study in left_out)
    if faults:
        raise Invalid(f"{faults[0][0]}: {faults[0][1]}", errors=[(f"/body{where}", what) for where, what in faults])


async def announce(db: AsyncSession, call: CaseStudyCall, now: datetime) -> None:
    """Tell everybody the outcome that they were not told yet: one mail each, to who presents."""
    untold = [study for study in await studies.list_of_call(db, call.id, lock=True) if _is_untold(study)]
    for outcome in rules.OUTCOMES:
        told = [study for study in untold if study.status is outcome]
        parameters = [{"case_study_id": study.id, "registration_id": study.registration_id} for study in told]
        await post_many(db, f"case_study_{outcome}", now, parameters)
    for study in untold:
        move(db, study, study.status, now, told=True)
        study.told_status = study.status
    call.announced_at = now
    call.touch(now)
    record(
        db,
        "case_studies.announced",
        now,
        edition_id=call.edition_id,
        subject_kind="case_study_call",
        subject_id=call.id,
    )
    await db.flush()


async def publish(db: AsyncSession, call: CaseStudyCall, ids: Sequence[UUID], now: datetime) -> None:
    """Let the public read these case studies of a locked call and no others.

    Errors: Invalid for one that is not selected, or whose authors were not told so.
    """
    found = {study.id: study for study in await studies.list_of_call(db, call.id, lock=True)}
    faults = []
    for place, study_id in enumerate(ids):
        study = found.get(study_id)
        known = study is not None and (
            study.status is CaseStudyStatus.PRESENTED or study.told_status is CaseStudyStatus.SELECTED
        )
        if study is None or study.status not in rules.PUBLISHABLE or not known:
            faults.append((f"/body/ids/{place}", "is not selected, or its authors were not told so"))
    if faults:
        raise Invalid(faults[0][1], errors=faults)
    for study in found.values():
        is_public = study.id in ids
        if is_public is not (study.published_at is not None):
            study.published_at = now if is_public else None
            study.touch(now)
    call.touch(now)
    await db.flush()
