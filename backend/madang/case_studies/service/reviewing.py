"""What organisers do with one case study: rate it, give it back, hand it in on behalf of its authors."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.case_studies import rules
from madang.case_studies.errors import CaseStudyStepUnavailable
from madang.case_studies.models import CaseStudy, CaseStudyReview, CaseStudyStatus
from madang.case_studies.schemas import CaseStudyReviewFields, CaseStudyStep
from madang.case_studies.service.common import move, require_complete
from madang.core.db import flush_new
from madang.core.errors import Invalid, Stale
from madang.outbox.service import post

_UNFINISHED = frozenset({CaseStudyStatus.DRAFT, CaseStudyStatus.WITHDRAWN})


async def rate(
    db: AsyncSession,
    study: CaseStudy,
    review: CaseStudyReview | None,
    fields: CaseStudyReviewFields,
    *,
    account_id: UUID,
    now: datetime,
) -> CaseStudyReview:
    """Say what one reviewer thinks, for the first time or anew.

    Errors: CaseStudyStepUnavailable for what was not handed in; Stale when they rated it elsewhere meanwhile.
    """
    if study.status in _UNFINISHED:
        raise CaseStudyStepUnavailable(
            "what was not handed in is not rated",
            current={"status": study.status, "available_transitions": rules.office_steps(study.status)},
        )
    if review is None:
        review = CaseStudyReview(
            case_study_id=study.id,
            account_id=account_id,
            created_at=now,
            updated_at=now,
            **fields.model_dump(exclude={"comment"}),
        )
        db.add(review)
    else:
        for name, value in fields.model_dump(exclude={"comment"}).items():
            setattr(review, name, value)
        review.touch(now)
    review.comment = fields.comment or ""
    await flush_new(db, Stale("you have just rated this elsewhere; read it again"))
    return review


async def step(db: AsyncSession, study: CaseStudy, data: CaseStudyStep, now: datetime) -> None:
    """Take a locked case study to where organisers alone may take it.

    Given back to be written on, its presenter is mailed why, and its owners write after the deadline, too.
    Errors: CaseStudyStepUnavailable; CaseStudyIncomplete; Invalid when something is given back without a word.
    """
    steps = rules.office_steps(study.status)
    if data.to not in steps:
        raise CaseStudyStepUnavailable(
            f"a case study that is {study.status} cannot become {data.to} by itself",
            current={"status": study.status, "available_transitions": steps},
        )
    if data.to is CaseStudyStatus.SUBMITTED:
        require_complete(study)
        study.submitted_at, study.reopened = now, False
    given_back = data.to is CaseStudyStatus.DRAFT
    if given_back and not data.comment:
        raise Invalid("say what is to be changed", errors=[("/body/comment", "is required here")])
    # What was presented is not said to those who were there; what was told of its selection stays told.
    told = data.to is not CaseStudyStatus.PRESENTED and study.status is not CaseStudyStatus.PRESENTED
    event = move(db, study, data.to, now, comment=data.comment or "", told=told)
    if given_back:
        study.reopened = True
    await db.flush()
    if given_back:
        await post(
            db,
            "case_study_returned",
            now,
            case_study_id=study.id,
            event_id=event.id,
            registration_id=study.registration_id,
        )
