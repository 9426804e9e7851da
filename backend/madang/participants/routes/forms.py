"""The form of an edition and its quotas."""

from fastapi import APIRouter, Response

from madang.core.errors import Invalid, NotFound, Stale, VersionRequired
from madang.core.web import Db, EditionSlug, ExpectedVersion, Now, ReadDb, expect, refusals, say_version
from madang.participants import queries, service
from madang.participants.routes.common import Writer
from madang.participants.schemas.forms import (
    QuotasPublic,
    QuotasUpdate,
    RegistrationFormFields,
    RegistrationFormPublic,
)
from madang.programme.queries import get_edition

router = APIRouter(prefix="/api/v1/editions/{edition}", tags=["participants"])

_CHANGE = refusals(NotFound, Stale, VersionRequired, Invalid)


@router.get("/registration-form", response_model=RegistrationFormPublic, responses=refusals(NotFound))
async def get_registration_form(
    slug: EditionSlug, response: Response, caller: Writer, db: ReadDb
) -> RegistrationFormPublic:
    """Read the form of an edition; version 0 where there is none yet."""
    edition = await get_edition(db, caller, slug)
    shown = service.describe_form(await queries.find_form(db, edition.id))
    say_version(response, shown.version)
    return shown


@router.put("/registration-form", response_model=RegistrationFormPublic, responses=_CHANGE)
async def replace_registration_form(
    slug: EditionSlug,
    data: RegistrationFormFields,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> RegistrationFormPublic:
    """Set the form of an edition, whole.

    Once anybody has begun to register, a question that is left out is withdrawn: its answers stay readable.
    """
    edition = await get_edition(db, caller, slug, lock="shared")
    form = await queries.find_form(db, edition.id, lock=True)
    expect(version, service.describe_form(form))
    form = await service.replace_form(db, edition, form, data, now)
    say_version(response, form.version)
    return service.describe_form(form)


@router.get("/quotas", response_model=QuotasPublic, responses=refusals(NotFound))
async def get_quotas(slug: EditionSlug, response: Response, caller: Writer, db: ReadDb) -> QuotasPublic:
    """Read how many an edition takes, and how many places are taken."""
    edition = await get_edition(db, caller, slug)
    shown = await service.describe_quotas(db, edition)
    say_version(response, shown.version)
    return shown


@router.put("/quotas", response_model=QuotasPublic, responses=_CHANGE)
async def set_quotas(
    slug: EditionSlug,
    changes: QuotasUpdate,
    response: Response,
    caller: Writer,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> QuotasPublic:
    """Set how many an edition takes, by kind or of all; places that become free are offered to who waits."""
    edition = await get_edition(db, caller, slug, lock="exclusive")
    form = await queries.find_form(db, edition.id, lock=True)
    expect(version, await service.describe_quotas(db, edition))
    await service.set_quotas(db, edition, form, changes, now)
    shown = await service.describe_quotas(db, edition)
    say_version(response, shown.version)
    return shown
