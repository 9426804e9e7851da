"""Case studies in words: for their owners, for organisers, for the public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.case_studies import rules
from madang.case_studies.models import CaseStudy, CaseStudyCall, CaseStudyReview, CaseStudyStatus
from madang.case_studies.queries import calls, studies
from madang.case_studies.schemas import (
    CaseStudyCity,
    CaseStudyCompleteness,
    CaseStudyHappened,
    CaseStudyItem,
    CaseStudyMarks,
    CaseStudyPresenter,
    CaseStudyReviewShown,
    CaseStudyShown,
    CaseStudySlides,
    ExampleShown,
    OwnCaseStudy,
    PublicCaseStudy,
)
from madang.case_studies.service.calls import state_of
from madang.case_studies.service.common import look_through
from madang.core.errors import NotFound
from madang.delegations.models import Delegation
from madang.delegations.queries import find_delegations
from madang.files.models import StoredFile
from madang.files.queries import find_files
from madang.participants.models import Registration

_DECIDED = rules.OUTCOMES | {CaseStudyStatus.PRESENTED}


@dataclass(frozen=True)
class _Around:
    """What is named beside case studies, read in one statement each."""

    presenters: dict[UUID, Registration]
    delegations: dict[UUID, Delegation]
    files: dict[UUID, StoredFile]

    def presenter(self, study: CaseStudy) -> CaseStudyPresenter:
        who = self.presenters[study.registration_id]
        return CaseStudyPresenter(registration_id=who.id, name=who.badge_name)

    def city(self, study: CaseStudy) -> CaseStudyCity | None:
        found = self.delegations.get(study.delegation_id) if study.delegation_id else None
        return CaseStudyCity.model_validate(found) if found else None

    def slides(self, study: CaseStudy) -> CaseStudySlides | None:
        file = self.files.get(study.slides_file_id) if study.slides_file_id else None
        if file is None:
            return None
        return CaseStudySlides(file_id=file.id, name=file.name, media_type=file.media_type, size=file.size)


async def _look_around(db: AsyncSession, found: Sequence[CaseStudy]) -> _Around:
    return _Around(
        presenters=await studies.find_presenters(db, {study.registration_id for study in found}),
        delegations=await find_delegations(db, {study.delegation_id for study in found if study.delegation_id}),
        files=await find_files(db, [study.slides_file_id for study in found if study.slides_file_id]),
    )


def _content(study: CaseStudy, session_id: UUID, around: _Around) -> dict[str, Any]:
    return {
        **study.model_dump(
            include={
                "id",
                "version",
                "language",
                "title",
                "stakeholders",
                "results",
                "lessons",
                "slides_public",
                "submitted_at",
                "published_at",
                "updated_at",
            }
        ),
        "session_id": session_id,
        "presenter": around.presenter(study),
        "delegation": around.city(study),
        "examples": [ExampleShown(**example) for example in study.examples],
        "slides": around.slides(study),
        "completeness": CaseStudyCompleteness.model_validate(look_through(study)),
    }


async def describe_own(
    db: AsyncSession, found: Sequence[CaseStudy], called: Sequence[CaseStudyCall], now: datetime
) -> list[OwnCaseStudy]:
    """Return case studies for their owners. `called` are the calls that they answer."""
    around = await _look_around(db, found)
    told = await studies.list_told_events(db, [study.id for study in found])
    by_id = {call.id: call for call in called}
    shown = []
    for study in found:
        call = by_id[study.call_id]
        status = rules.status_for_owner(study.status, study.told_status)
        when = {"is_open": state_of(call, now) is rules.CaseStudyCallState.OPEN, "reopened": study.reopened}
        # A step that was not told is one that did not happen.
        history = [_happened(event) for event in told.get(study.id, [])]
        shown.append(
            OwnCaseStudy(
                **_content(study, call.session_id, around),
                status=status,
                minutes=(study.minutes or call.minutes_each) if status is CaseStudyStatus.SELECTED else None,
                available_transitions=rules.owner_steps(status, **when),
                may_write=rules.may_write(status, **when),
                may_give_slides=rules.may_give_slides(status, **when),
                history=history,
            )
        )
    return shown


def _happened(event: Any) -> CaseStudyHappened:
    return CaseStudyHappened.model_validate(event)


def _marks(reviews: Sequence[tuple[CaseStudyReview, str]], account_id: UUID, *, decided: bool) -> CaseStudyMarks:
    """Return reviews together; without the means for whoever could still be led by them."""
    given = [review for review, _ in reviews]
    mine = any(review.account_id == account_id for review in given)
    seen = given if mine or decided else []
    return CaseStudyMarks(
        count=len(given),
        overall=rules.mean(mark for each in seen for mark in (each.relevance, each.clarity, each.transferability)),
        relevance=rules.mean(each.relevance for each in seen),
        clarity=rules.mean(each.clarity for each in seen),
        transferability=rules.mean(each.transferability for each in seen),
        mine=mine,
    )


async def _decided_calls(db: AsyncSession, found: Sequence[CaseStudy]) -> set[UUID]:
    counts = await calls.count_by_status(db, {study.call_id for study in found})
    return {call_id for call_id, by_status in counts.items() if _DECIDED & by_status.keys()}


async def describe_items(
    db: AsyncSession, found: Sequence[CaseStudy], account_id: UUID, session_ids: dict[UUID, UUID]
) -> list[CaseStudyItem]:
    """Return case studies as organisers list them: five statements, however many. `session_ids` are by call."""
    around = await _look_around(db, found)
    reviews = await studies.list_reviews(db, [study.id for study in found])
    decided = await _decided_calls(db, found)
    return [
        CaseStudyItem(
            **study.model_dump(
                include={
                    "id",
                    "version",
                    "title",
                    "status",
                    "told_status",
                    "minutes",
                    "submitted_at",
                    "updated_at",
                }
            ),
            session_id=session_ids[study.call_id],
            presenter=around.presenter(study),
            delegation=around.city(study),
            missing=look_through(study).missing,
            has_slides=study.slides_file_id is not None,
            published=study.published_at is not None,
            marks=_marks(reviews.get(study.id, []), account_id, decided=study.call_id in decided),
        )
        for study in found
    ]


async def describe_study(db: AsyncSession, study: CaseStudy, account_id: UUID) -> CaseStudyShown:
    """Return a case study whole, as one organiser may read it."""
    call = await calls.get_call_by_id(db, study.call_id)
    around = await _look_around(db, [study])
    reviews = (await studies.list_reviews(db, [study.id])).get(study.id, [])
    decided = bool(await _decided_calls(db, [study]))
    marks = _marks(reviews, account_id, decided=decided)
    shown = [describe_review(review, email, account_id) for review, email in reviews]
    mine = next((review for review in shown if review.mine), None)
    return CaseStudyShown(
        **_content(study, call.session_id, around),
        **study.model_dump(include={"status", "told_status", "reopened", "minutes"}),
        available_transitions=rules.office_steps(study.status),
        marks=marks,
        my_review=mine,
        reviews=[review for review in shown if not review.mine] if mine or decided else [],
        history=[_happened(event) for event in await studies.list_events(db, study.id)],
    )


def describe_review(review: CaseStudyReview, email: str, account_id: UUID) -> CaseStudyReviewShown:
    """Return a review with who wrote it."""
    return CaseStudyReviewShown(
        reviewer=email,
        mine=review.account_id == account_id,
        **review.model_dump(include={"relevance", "clarity", "transferability", "comment", "version"}),
    )


async def describe_public(db: AsyncSession, session_id: UUID, slug: str) -> list[PublicCaseStudy]:
    """Return what the public reads of a session."""
    found = await studies.list_published(db, session_id)
    around = await _look_around(db, found)
    shown = []
    for study in found:
        city = around.city(study)
        address = f"/public/v1/editions/{slug}/case-studies/{study.id}/slides"
        shown.append(
            PublicCaseStudy(
                **study.model_dump(include={"id", "language", "title", "stakeholders", "results", "lessons"}),
                city=city.city if city else None,
                country=city.country if city else None,
                examples=[ExampleShown(**example) for example in study.examples],
                slides=address if study.slides_public and study.slides_file_id else None,
            )
        )
    return shown


async def get_slides(db: AsyncSession, study: CaseStudy | None, *, public: bool = False) -> StoredFile:
    """Return the slides of a case study. Errors: NotFound, also when they are not for everybody."""
    file_id = study.slides_file_id if study and (study.slides_public or not public) else None
    file = (await find_files(db, [file_id])).get(file_id) if file_id else None
    if file is None:
        raise NotFound("there are no such slides")
    return file
