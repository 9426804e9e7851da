"""Asking to register to an edition: the way to an account for whoever has none."""

from fastapi import APIRouter, Request

from madang.accounts.errors import ForeignOrigin, TooManyAttempts
from madang.accounts.routes.common import network_of, only_own_pages
from madang.accounts.rules import LINK_LIFE
from madang.accounts.schemas import LinkSent
from madang.core.errors import NotFound
from madang.core.web import Db, Now, refusals
from madang.participants import service
from madang.participants.errors import RegistrationClosed
from madang.participants.schemas.registrations import RegistrationAsked

router = APIRouter(prefix="/api/v1", tags=["registration"])


@router.post(
    "/auth/registrations",
    response_model=LinkSent,
    status_code=202,
    responses=refusals(ForeignOrigin, TooManyAttempts, NotFound, RegistrationClosed),
)
async def ask_to_register(request: Request, asked: RegistrationAsked, db: Db, now: Now) -> LinkSent:
    """Have a link and a code mailed that lead to an edition's form. The answer is the same for every address."""
    only_own_pages(request)
    await service.ask_to_register(
        db, email=asked.email, slug=asked.edition, language=asked.language, network=network_of(request), now=now
    )
    return LinkSent(expires_in=int(LINK_LIFE.total_seconds()))
