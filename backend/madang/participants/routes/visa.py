"""Visa cases: one's own, and those that organisers look after."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from madang.core.errors import Invalid, NotFound, Stale, VersionRequired
from madang.core.pages import Found
from madang.core.schemas import Page
from madang.core.web import Db, EditionSlug, ExpectedVersion, Now, Paging, ReadDb, make_page, refusals, say_version
from madang.participants.errors import PersonErased, VisaStepUnavailable
from madang.participants.models import VisaStatus
from madang.participants.queries import care, get_registration
from madang.participants.routes.care import OWN
from madang.participants.routes.common import Owner, Reader, Writer
from madang.participants.rules.visa import is_overdue
from madang.participants.schemas.visa import VisaEdit, VisaListed, VisaPublic, VisaWrite
from madang.participants.service import visa
from madang.programme.queries import get_edition

router = APIRouter(prefix="/api/v1", tags=["visas"])

_CHANGE = (NotFound, Stale, VersionRequired, VisaStepUnavailable, Invalid)


@router.get("/me/registrations/{edition}/visa", response_model=VisaPublic, responses=refusals(*OWN, NotFound))
async def get_own_visa(slug: EditionSlug, response: Response, caller: Owner, db: ReadDb) -> VisaPublic:
    """Read where one's own visa stands; version 0 where nothing was said yet."""
    registration, _ = await care.get_own_registration(db, caller.account_id, slug)
    found = await visa.describe_visa(db, registration, await care.find_visa(db, registration.id), own=True)
    say_version(response, found.version)
    return found


@router.put("/me/registrations/{edition}/visa", response_model=VisaPublic, responses=refusals(*OWN, *_CHANGE))
async def put_own_visa(
    slug: EditionSlug, data: VisaWrite, response: Response, caller: Owner, db: Db, version: ExpectedVersion, now: Now
) -> VisaPublic:
    """Say where one's own visa stands. `If-Match: "0"` where nothing was said yet."""
    registration, edition = await care.get_own_registration(db, caller.account_id, slug, lock=True)
    case = await visa.write_visa(
        db, registration, edition, data, version=version, by_id=caller.account_id, own=True, now=now
    )
    say_version(response, case.version)
    return await visa.describe_visa(db, registration, case, own=True)


@router.get("/editions/{edition}/visa-cases", response_model=Page[VisaListed], responses=refusals(NotFound))
async def list_visa_cases(
    slug: EditionSlug,
    request: Request,
    response: Response,
    caller: Reader,
    db: ReadDb,
    page: Paging,
    now: Now,
    status: Annotated[VisaStatus | None, Query(description="Where they stand.")] = None,
) -> dict[str, Any]:
    """List visa cases, first whose application is due first. For organisers; others see none."""
    edition = await get_edition(db, caller, slug)
    found = await care.list_visa_cases(db, caller, edition, page, status)
    items = [
        VisaListed(
            registration_id=registration.id,
            version=case.version,
            name=registration.badge_name,
            delegation_id=registration.delegation_id,
            nationality=registration.nationality,
            status=case.status,
            consulate=case.consulate,
            travels_on=case.travels_on,
            apply_by=case.apply_by,
            overdue=is_overdue(case.status, case.apply_by, now.date()),
        )
        for case, registration in found.items
    ]
    return make_page(request, response, Found(items, found.next_cursor))


@router.get(
    "/editions/{edition}/participants/{registration_id}/visa", response_model=VisaPublic, responses=refusals(NotFound)
)
async def get_visa(
    slug: EditionSlug, registration_id: UUID, response: Response, caller: Writer, db: ReadDb
) -> VisaPublic:
    """Read where somebody's visa stands; version 0 where nothing was said yet."""
    edition = await get_edition(db, caller, slug)
    registration = await get_registration(db, caller, edition, registration_id)
    found = await visa.describe_visa(db, registration, await care.find_visa(db, registration.id), own=False)
    say_version(response, found.version)
    return found


@router.put(
    "/editions/{edition}/participants/{registration_id}/visa",
    response_model=VisaPublic,
    responses=refusals(*_CHANGE, PersonErased),
)
async def put_visa(
    slug: EditionSlug,
    registration_id: UUID,
    data: VisaEdit,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> VisaPublic:
    """Say where somebody's visa stands; they are mailed. `If-Match: "0"` where nothing was said yet."""
    edition = await get_edition(db, caller, slug)
    registration = await get_registration(db, caller, edition, registration_id, lock=True)
    case = await visa.write_visa(
        db, registration, edition, data, version=version, by_id=caller.account_id, own=False, now=now
    )
    say_version(response, case.version)
    return await visa.describe_visa(db, registration, case, own=False)
