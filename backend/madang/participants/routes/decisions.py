"""What organisers do with a registration: enter it, decide on it."""

from uuid import UUID

from fastapi import APIRouter, Response

from madang.core.errors import Invalid, NotFound, Taken
from madang.core.web import Db, EditionSlug, Now, Retryable, RetryableRoute, refusals, say_version
from madang.delegations.errors import SeatsTaken
from madang.participants import queries, rules, service
from madang.participants.errors import PlacesTaken, TransitionUnavailable
from madang.participants.models import Registration, RegistrationStatus
from madang.participants.routes.common import Writer
from madang.participants.schemas.registrations import Decision, RegistrationDecided, RegistrationEntry
from madang.programme.queries import get_edition

router = APIRouter(prefix="/api/v1/editions/{edition}/participants", tags=["participants"], route_class=RetryableRoute)


def _describe(registration: Registration) -> RegistrationDecided:
    return RegistrationDecided.model_validate(
        {
            **registration.model_dump(),
            "email": registration.email_as_typed,
            "available_transitions": sorted(rules.TRANSITIONS[registration.status]),
        }
    )


@router.post("", response_model=RegistrationDecided, status_code=201, responses=refusals(NotFound, Taken, Invalid))
async def enter_participant(
    slug: EditionSlug, data: RegistrationEntry, response: Response, caller: Writer, db: Db, _retry: Retryable, now: Now
) -> RegistrationDecided:
    """Enter somebody on their behalf, as it came by mail or chat; `invite` mails them a link to complete it."""
    edition = await get_edition(db, caller, slug, lock="shared")
    registration = await service.enter(db, edition, data, invited_by_id=caller.account_id, now=now)
    say_version(response, registration.version)
    return _describe(registration)


@router.post(
    "/{participant_id}/decision",
    response_model=RegistrationDecided,
    responses=refusals(NotFound, TransitionUnavailable, PlacesTaken, SeatsTaken),
)
async def decide_on_participant(
    slug: EditionSlug,
    participant_id: UUID,
    decision: Decision,
    response: Response,
    caller: Writer,
    db: Db,
    _retry: Retryable,
    now: Now,
) -> RegistrationDecided:
    """Accept, waitlist, decline or cancel a registration; its owner is mailed, with the comment."""
    edition = await get_edition(db, caller, slug)
    registration = await queries.get_registration(db, caller, edition, participant_id, lock=True)
    to = RegistrationStatus(decision.decision)
    await service.decide(db, registration, to, decision.comment or "", now)
    say_version(response, registration.version)
    return _describe(registration)
