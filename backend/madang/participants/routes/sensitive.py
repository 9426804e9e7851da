"""Sensitive details: one's own, and what organisers read and arrange."""

import asyncio
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from madang.core.errors import Invalid, NotFound, Stale, VersionRequired
from madang.core.pages import Found
from madang.core.schemas import Page
from madang.core.web import (
    Db,
    EditionSlug,
    ExpectedVersion,
    Now,
    Paging,
    ReadDb,
    Retryable,
    RetryableRoute,
    expect,
    keep_secret,
    make_page,
    refusals,
    say_version,
)
from madang.participants.errors import RetentionOver
from madang.participants.models import ArrangementState, Registration, SensitiveDetail, SensitiveKind
from madang.participants.queries import care, get_registration
from madang.participants.routes.care import OWN, Confidant, TheVault
from madang.participants.routes.common import Owner
from madang.participants.schemas.sensitive import (
    AccessNeedPublic,
    Arrange,
    CareCounts,
    Reveal,
    Revealed,
    SensitiveOwn,
    SensitivePublic,
    SensitiveWrite,
)
from madang.participants.service import sensitive
from madang.programme.queries import get_edition

router = APIRouter(prefix="/api/v1", tags=["sensitive details"], route_class=RetryableRoute)


@router.get("/me/registrations/{edition}/sensitive", response_model=SensitiveOwn, responses=refusals(*OWN, NotFound))
async def get_own_sensitive(slug: EditionSlug, caller: Owner, db: ReadDb, vault: TheVault, now: Now) -> SensitiveOwn:
    """Read one's own sensitive details of an edition, and when they are erased."""
    registration, edition = await care.get_own_registration(db, caller.account_id, slug)
    details = await care.list_details(db, registration.id)
    return SensitiveOwn(
        items=[vault.open(detail) for detail in details],
        erase_on=vault.erase_on(edition),
        open=sensitive.retention_is_open(vault, edition, now),
    )


@router.put(
    "/me/registrations/{edition}/sensitive/{kind}",
    response_model=SensitivePublic,
    responses=refusals(*OWN, NotFound, Stale, VersionRequired, RetentionOver, Invalid),
)
async def put_own_sensitive(
    slug: EditionSlug,
    kind: SensitiveKind,
    data: SensitiveWrite,
    response: Response,
    caller: Owner,
    db: Db,
    vault: TheVault,
    version: ExpectedVersion,
    now: Now,
) -> SensitivePublic:
    """Give one sensitive detail, or change it. `If-Match: "0"` where there was none before."""
    if data.content.kind is not kind:
        raise Invalid("the content is of another kind", errors=[("/body/content/kind", f"is not {kind}")])
    registration, edition = await care.get_own_registration(db, caller.account_id, slug, lock=True)
    detail = await sensitive.give(db, vault, registration, edition, data.content, version=version, now=now)
    say_version(response, detail.version)
    return vault.open(detail)


@router.delete(
    "/me/registrations/{edition}/sensitive/{kind}",
    status_code=204,
    responses=refusals(*OWN, NotFound, Stale, VersionRequired),
)
async def delete_own_sensitive(
    slug: EditionSlug,
    kind: SensitiveKind,
    caller: Owner,
    db: Db,
    vault: TheVault,
    version: ExpectedVersion,
    now: Now,
) -> None:
    """Delete one sensitive detail; the consent to it is withdrawn."""
    registration, _ = await care.get_own_registration(db, caller.account_id, slug, lock=True)
    await sensitive.take_back(db, vault, registration, kind, version=version, now=now)


@router.post(
    "/editions/{edition}/participants/{registration_id}/sensitive/reveal",
    response_model=Revealed,
    responses=refusals(NotFound),
)
async def reveal_sensitive(
    slug: EditionSlug,
    registration_id: UUID,
    data: Reveal,
    request: Request,
    caller: Confidant,
    db: Db,
    _retry: Retryable,
    vault: TheVault,
    now: Now,
) -> Revealed:
    """Read somebody's sensitive details for a reason, which is written down."""
    edition = await get_edition(db, caller, slug)
    registration = await get_registration(db, caller, edition, registration_id)
    keep_secret(request, registration.id)
    items = await sensitive.reveal(db, vault, registration, data.kinds, reason=data.reason, now=now)
    return Revealed(registration_id=registration.id, items=items)


def _describe(detail: SensitiveDetail, registration: Registration) -> AccessNeedPublic:
    return AccessNeedPublic(
        id=detail.id,
        version=detail.version,
        registration_id=registration.id,
        name=registration.badge_name,
        delegation_id=registration.delegation_id,
        arrangement=detail.arrangement or ArrangementState.REQUESTED,
        updated_at=detail.updated_at,
    )


@router.get("/editions/{edition}/access-needs", response_model=Page[AccessNeedPublic], responses=refusals(NotFound))
async def list_access_needs(
    slug: EditionSlug,
    request: Request,
    response: Response,
    caller: Confidant,
    db: ReadDb,
    page: Paging,
    arrangement: Annotated[ArrangementState | None, Query(description="What has become of them.")] = None,
) -> dict[str, Any]:
    """List who has an access need, without saying which, and what has become of it."""
    edition = await get_edition(db, caller, slug)
    found = await care.list_access_needs(db, caller, edition, page, arrangement)
    return make_page(request, response, Found([_describe(*row) for row in found.items], found.next_cursor))


@router.patch(
    "/editions/{edition}/access-needs/{detail_id}",
    response_model=AccessNeedPublic,
    responses=refusals(NotFound, Stale, VersionRequired),
)
async def arrange_access_need(
    slug: EditionSlug,
    detail_id: UUID,
    data: Arrange,
    response: Response,
    caller: Confidant,
    db: Db,
    vault: TheVault,
    version: ExpectedVersion,
    now: Now,
) -> AccessNeedPublic:
    """Say what has become of an access need; the person is mailed that there is something to read."""
    edition = await get_edition(db, caller, slug)
    detail, registration = await care.get_access_need(db, caller, edition, detail_id)
    expect(version, _describe(detail, registration))
    await sensitive.arrange(db, vault, detail, data, by_id=caller.account_id, now=now)
    say_version(response, detail.version)
    return _describe(detail, registration)


@router.get("/editions/{edition}/care-counts", response_model=CareCounts, responses=refusals(NotFound))
async def get_care_counts(slug: EditionSlug, caller: Confidant, db: ReadDb, vault: TheVault) -> CareCounts:
    """Count dietary and access needs, without names: for caterers and the house."""
    edition = await get_edition(db, caller, slug)
    return await asyncio.to_thread(sensitive.count, vault, await care.list_counted(db, edition))
