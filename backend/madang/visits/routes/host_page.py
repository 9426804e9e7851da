"""The page of a host, who has no account: a link opens it, and whoever has the link may answer."""

from datetime import datetime

from fastapi import APIRouter, Request
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.errors import TooManyAttempts
from madang.core.errors import NotFound, Stale
from madang.core.tokens import is_over
from madang.core.web import Db, Now, ReadDb, refusals
from madang.programme.models import Edition
from madang.programme.queries import find_edition_by_id
from madang.visits import host_links
from madang.visits.errors import HostLinkDead, VisitCalledOff
from madang.visits.models import VisitHost
from madang.visits.queries import hosts as queries
from madang.visits.queries.hosts import Site
from madang.visits.schemas.hosts import HostAnswer, HostLook, HostPage, QuestionAnswer
from madang.visits.service import describing_hosts as describing
from madang.visits.service import hosts as service

router = APIRouter(prefix="/api/v1/visit-hosts", tags=["visits"])


async def _find(
    request: Request, db: AsyncSession, token: str, now: datetime, *, lock: bool = False
) -> tuple[VisitHost, Edition, Site | None]:
    """Return whose link it is and where they receive visitors. Errors: HostLinkDead, the same whatever is wrong."""
    link_id = host_links.find_link_id(request.app.state.keyring, token)
    host = await queries.find_host_of_link(db, link_id, lock=lock) if link_id else None
    edition = await find_edition_by_id(db, host.edition_id) if host else None
    if host is None or edition is None or is_over(edition.ends_on, now):
        raise HostLinkDead("this link is not good any more; the organisers can send another")
    sites = await queries.find_sites(db, {host.stop_id} if host.stop_id else set())
    return host, edition, sites.get(host.stop_id) if host.stop_id else None


@router.post("/page", response_model=HostPage, responses=refusals(HostLinkDead))
async def read_host_page(look: HostLook, request: Request, db: ReadDb, now: Now) -> HostPage:
    """Read a host's page by the token of its link: what, when, and who comes as numbers."""
    host, edition, site = await _find(request, db, look.token, now)
    return await describing.describe_page(db, request.app.state.vault, edition, host, site)


@router.post(
    "/answer", response_model=HostPage, responses=refusals(HostLinkDead, VisitCalledOff, Stale, TooManyAttempts)
)
async def answer_as_host(data: HostAnswer, request: Request, db: Db, now: Now) -> HostPage:
    """Confirm or decline. The host's own address is told of it; the same answer again changes nothing."""
    host, edition, site = await _find(request, db, data.token, now, lock=True)
    await service.answer(db, host, site, data, now)
    return await describing.describe_page(db, request.app.state.vault, edition, host, site)


@router.post(
    "/questions",
    response_model=HostPage,
    responses=refusals(HostLinkDead, VisitCalledOff, NotFound, Stale, TooManyAttempts),
)
async def answer_question_as_host(data: QuestionAnswer, request: Request, db: Db, now: Now) -> HostPage:
    """Answer a participant's question. The same answer again changes nothing."""
    host, edition, site = await _find(request, db, data.token, now, lock=True)
    if site is None or not service.receives(host, site):
        raise VisitCalledOff("this visit does not take place here any more")
    question = await queries.get_question(db, site.option.id, data.question_id)
    await service.answer_question(db, host, question, data, now)
    return await describing.describe_page(db, request.app.state.vault, edition, host, site)
