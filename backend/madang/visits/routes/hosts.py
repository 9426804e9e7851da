"""Hosts of study visits, as organisers enter, ask and follow them."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from madang.core.errors import Invalid, NotFound, Stale, VersionRequired
from madang.core.web import (
    Db,
    EditionSlug,
    ExpectedVersion,
    Now,
    ReadDb,
    Retryable,
    RetryableRoute,
    keep_secret,
    refusals,
    say_version,
)
from madang.programme.queries import get_edition
from madang.visits import host_links
from madang.visits.errors import VisitCalledOff
from madang.visits.models import VisitHost
from madang.visits.queries import hosts as queries
from madang.visits.queries.hosts import Site
from madang.visits.routes.common import Reader, Writer
from madang.visits.schemas.hosts import HostLink, HostLinkNew, HostList, HostWrite, VisitHostPublic
from madang.visits.service import describing_hosts as describing
from madang.visits.service import hosts as service

router = APIRouter(prefix="/api/v1/editions/{edition}/visits/hosts", tags=["visits"], route_class=RetryableRoute)


async def _expect(db: Db, site: Site, version: int) -> VisitHost | None:
    """Return the host of a stop that is changed, locked; `version` 0: there was none. Errors: Stale."""
    host = await queries.find_host(db, site.stop.id, lock=True)
    stands = host.version if host else 0
    if stands != version:
        current = (await describing.describe_host(db, site, host)).model_dump(mode="json") if host else None
        raise Stale(f"this is version {stands} by now, not {version}", current=current)
    return host


async def _get_expected(db: Db, site: Site, version: int) -> VisitHost:
    host = await _expect(db, site, version)
    if host is None:
        raise NotFound("nobody receives the visitors at this stop yet")
    return host


@router.get("", response_model=HostList, responses=refusals(NotFound))
async def get_visit_hosts(slug: EditionSlug, caller: Reader, db: ReadDb) -> HostList:
    """Read every stop of the field visits with its host: asked or not, what they said, whether a mail came back."""
    edition = await get_edition(db, caller, slug)
    return await describing.describe_hosts(db, edition)


@router.put("/{stop_id}", response_model=VisitHostPublic, responses=refusals(NotFound, Stale, VersionRequired, Invalid))
async def put_visit_host(
    slug: EditionSlug,
    stop_id: UUID,
    data: HostWrite,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> VisitHostPublic:
    """Enter who receives the visitors at a stop, or change it. `If-Match: "0"` where there was nobody.

    Nobody is written to yet. Another address is another host, whose link is another.
    """
    edition = await get_edition(db, caller, slug)
    site = await queries.get_site(db, edition, stop_id)
    host = await service.put_host(db, edition, site, await _expect(db, site, version), data, now)
    say_version(response, host.version)
    return await describing.describe_host(db, site, host)


@router.delete("/{stop_id}", status_code=204, responses=refusals(NotFound, Stale, VersionRequired))
async def delete_visit_host(
    slug: EditionSlug, stop_id: UUID, caller: Writer, db: Db, version: ExpectedVersion, now: Now
) -> None:
    """Take the host away from a stop. Whoever was asked and did not decline is told that nobody comes."""
    edition = await get_edition(db, caller, slug)
    site = await queries.get_site(db, edition, stop_id)
    await service.remove_host(db, await _get_expected(db, site, version), now)


@router.post(
    "/{stop_id}/ask",
    response_model=VisitHostPublic,
    responses=refusals(NotFound, Stale, VersionRequired, VisitCalledOff),
)
async def send_visit_host_letter(
    slug: EditionSlug,
    stop_id: UUID,
    response: Response,
    caller: Writer,
    db: Db,
    _retry: Retryable,
    version: ExpectedVersion,
    now: Now,
) -> VisitHostPublic:
    """Mail the host a link to their page, where they confirm or decline. Asked anew, an answer is open again."""
    edition = await get_edition(db, caller, slug)
    site = await queries.get_site(db, edition, stop_id)
    host = await _get_expected(db, site, version)
    await service.ask(db, site, host, now)
    say_version(response, host.version)
    return await describing.describe_host(db, site, host)


@router.post(
    "/{stop_id}/new-link",
    response_model=HostLink,
    responses=refusals(NotFound, Stale, VersionRequired, VisitCalledOff),
)
async def renew_visit_host_link(
    slug: EditionSlug,
    stop_id: UUID,
    data: HostLinkNew,
    request: Request,
    response: Response,
    caller: Writer,
    db: Db,
    _retry: Retryable,
    version: ExpectedVersion,
    now: Now,
) -> HostLink:
    """Make the host's link useless, wherever it was forwarded to, and make another: mailed, and shown this once."""
    edition = await get_edition(db, caller, slug)
    site = await queries.get_site(db, edition, stop_id)
    host = await _get_expected(db, site, version)
    await service.renew_link(db, site, host, now, mail=data.mail)
    keep_secret(request, host.id)
    say_version(response, host.version)
    state = request.app.state
    address = host_links.make_address(state.keyring, state.settings.base_url, host.link_id, host.language)
    return HostLink(host=await describing.describe_host(db, site, host), address=address)
