"""What whoever writes a case study does with it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.case_studies import rules
from madang.case_studies.errors import CallClosed, CaseStudyStepUnavailable, PresenterMissing
from madang.case_studies.models import CaseStudy, CaseStudyCall, CaseStudyStatus
from madang.case_studies.queries import calls, own
from madang.case_studies.schemas import (
    CaseStudyCreate,
    CaseStudyPresenter,
    CaseStudyStep,
    CaseStudyUpdate,
    OwnCaseStudies,
    OwnCaseStudy,
)
from madang.case_studies.service.calls import describe_for_writers, state_of
from madang.case_studies.service.common import move, require_complete
from madang.case_studies.service.describing import describe_own
from madang.core.db import flush_new
from madang.core.errors import Invalid, Taken
from madang.files.queries import find_files
from madang.files.rules import MediaType
from madang.participants.models import Registration
from madang.programme.models import Edition

_SLIDES = (MediaType.PDF, MediaType.PPTX)
_SLIDE_FIELDS = frozenset({"slides_file_id", "slides_public"})
_TAKEN = "this person presents a case study in this session already"


async def describe_all(db: AsyncSession, account_id: UUID, edition: Edition, now: datetime) -> OwnCaseStudies:
    """Return what is asked for, and what somebody and their delegation hand in."""
    called = await calls.list_calls(db, edition.id)
    found = await own.list_own(db, account_id, edition.id)
    presenters = await own.list_presenters(db, account_id, edition.id)
    return OwnCaseStudies(
        edition_title=edition.title,
        timezone=edition.timezone,
        default_language=edition.default_language,
        calls=describe_for_writers(called, now),
        items=await describe_own(db, found, [call for call, _ in called], now),
        presenters=[CaseStudyPresenter(registration_id=each.id, name=each.badge_name) for each in presenters],
    )


async def describe(db: AsyncSession, study: CaseStudy, now: datetime) -> OwnCaseStudy:
    """Return one case study for its owners."""
    return (await describe_own(db, [study], [await calls.get_call_by_id(db, study.call_id)], now))[0]


def _find_presenter(presenters: Sequence[Registration], registration_id: UUID | None, account_id: UUID) -> Registration:
    if registration_id is None:
        found = next((each for each in presenters if each.account_id == account_id), None)
        if found is None:
            raise PresenterMissing("hand in your registration first, or say who of your delegation presents")
        return found
    found = next((each for each in presenters if each.id == registration_id), None)
    if found is None:
        raise Invalid(
            "nobody of yours", errors=[("/body/registration_id", "is nobody of yours who takes part in this edition")]
        )
    return found


async def begin(
    db: AsyncSession, edition: Edition, data: CaseStudyCreate, *, account_id: UUID, now: datetime
) -> CaseStudy:
    """Begin a case study for one call.

    Errors: NotFound for no such call; CallClosed; PresenterMissing; Invalid; Taken when they present one there.
    """
    call, _ = await calls.get_call(db, edition.id, data.session_id)
    if state_of(call, now) is not rules.CaseStudyCallState.OPEN:
        raise CallClosed("this call takes nothing at the moment")
    presenters = await own.list_presenters(db, account_id, edition.id)
    presenter = _find_presenter(presenters, data.registration_id, account_id)
    study = CaseStudy(
        edition_id=edition.id,
        call_id=call.id,
        delegation_id=presenter.delegation_id,
        registration_id=presenter.id,
        language=data.language,
        created_at=now,
        updated_at=now,
    )
    db.add(study)
    await flush_new(db, Taken(_TAKEN, errors=[("/body/registration_id", _TAKEN)]))
    return study


async def _check_slides(db: AsyncSession, study: CaseStudy, file_id: UUID, account_id: UUID) -> None:
    file = (await find_files(db, [file_id])).get(file_id)
    if file is None or file.account_id != account_id or file.edition_id != study.edition_id:
        fault = "there is no such file of yours"
    elif file.completed_at is None:
        fault = "this file has not come in completely"
    elif file.media_type not in _SLIDES or file.sealed:
        fault = "slides are a PDF or a PowerPoint file that is not sensitive"
    else:
        return
    raise Invalid(fault, errors=[("/body/slides_file_id", fault)])


async def update(
    db: AsyncSession, study: CaseStudy, changes: CaseStudyUpdate, *, account_id: UUID, now: datetime
) -> None:
    """Change a locked case study. What was handed in stays whole.

    Errors: CallClosed for what may not be changed any more; Invalid for slides or a presenter that are not theirs;
    CaseStudyIncomplete; Taken.
    """
    given = changes.model_fields_set
    shown = rules.status_for_owner(study.status, study.told_status)
    call = await calls.get_call_by_id(db, study.call_id)
    when = {"is_open": state_of(call, now) is rules.CaseStudyCallState.OPEN, "reopened": study.reopened}
    if given - _SLIDE_FIELDS and not rules.may_write(shown, **when):
        raise CallClosed("the words of this case study cannot be changed any more")
    if given & _SLIDE_FIELDS and not rules.may_give_slides(shown, **when):
        raise CallClosed("the slides of this case study cannot be changed any more")
    if "registration_id" in given and changes.registration_id != study.registration_id:
        presenters = await own.list_presenters(db, account_id, study.edition_id)
        presenter = _find_presenter(presenters, changes.registration_id, account_id)
        study.registration_id, study.delegation_id = presenter.id, presenter.delegation_id
    if changes.slides_file_id is not None and changes.slides_file_id != study.slides_file_id:
        await _check_slides(db, study, changes.slides_file_id, account_id)
    for name in given - {"registration_id", "examples"}:
        value = getattr(changes, name)
        setattr(study, name, value if name in ("slides_file_id", "slides_public", "language") else value or "")
    if "examples" in given:
        study.examples = rules.examples_of(changes.examples)
    if shown is CaseStudyStatus.SUBMITTED:
        require_complete(study)
    study.touch(now)
    await flush_new(db, Taken(_TAKEN, errors=[("/body/registration_id", _TAKEN)]))


async def step(db: AsyncSession, study: CaseStudy, call: CaseStudyCall, data: CaseStudyStep, now: datetime) -> None:
    """Hand a locked case study in, withdraw it, or take it up again.

    Errors: CallClosed when only the deadline is in the way; CaseStudyStepUnavailable; CaseStudyIncomplete.
    """
    shown = rules.status_for_owner(study.status, study.told_status)
    when = {"is_open": state_of(call, now) is rules.CaseStudyCallState.OPEN, "reopened": study.reopened}
    steps = rules.owner_steps(shown, **when)
    if data.to not in steps:
        if data.to in rules.owner_steps(shown, is_open=True, reopened=False):
            raise CallClosed("the deadline has passed; the organisers can still take it")
        raise CaseStudyStepUnavailable(
            f"a case study that is {shown} cannot become {data.to}",
            current={"status": shown, "available_transitions": steps},
        )
    if data.to is CaseStudyStatus.SUBMITTED:
        require_complete(study)
        study.submitted_at, study.reopened = now, False
    move(db, study, data.to, now, comment=data.comment or "", told=True)
    await db.flush()
