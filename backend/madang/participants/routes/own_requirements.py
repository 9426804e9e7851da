"""What is needed from oneself."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from madang.accounts.access import SignedInCaller
from madang.accounts.errors import LoginNeeded, Unauthenticated
from madang.core.errors import Invalid, NotFound, Stale, Taken, VersionRequired
from madang.core.web import Db, EditionSlug, ExpectedVersion, Now, ReadDb, refusals, say_version
from madang.participants.models import Registration
from madang.participants.queries import requirements as queries
from madang.participants.queries.care import get_own_registration
from madang.participants.routes.common import Owner
from madang.participants.schemas.requirements import Given, OwnRequirements, Standing
from madang.participants.service import requirements as service
from madang.programme.models import Edition

router = APIRouter(prefix="/me/registrations/{edition}/requirements", tags=["requirements"])

_OWN = (Unauthenticated, LoginNeeded, NotFound)
RequirementKey = Annotated[str, Path(max_length=64, pattern=r"^[a-z0-9-]+$")]


async def _own(
    db: AsyncSession, caller: SignedInCaller, slug: str, *, lock: bool = False
) -> tuple[Edition, Registration]:
    mine, edition = await get_own_registration(db, caller.account_id, slug, lock=lock)
    return edition, mine


@router.get("", response_model=OwnRequirements, responses=refusals(*_OWN))
async def get_own_requirements(slug: EditionSlug, caller: Owner, db: ReadDb, now: Now) -> OwnRequirements:
    """Read what an edition needs from you, what is missing first."""
    edition, mine = await _own(db, caller, slug)
    return OwnRequirements(
        edition_title=edition.title,
        default_language=edition.default_language,
        status=mine.status,
        badge_name=mine.badge_name,
        items=await service.describe_all(db, mine, service.today_in(edition, now)),
    )


@router.put("/{key}", response_model=Standing, responses=refusals(*_OWN, Invalid, Stale, VersionRequired, Taken))
async def give_requirement(
    slug: EditionSlug,
    key: RequirementKey,
    data: Given,
    response: Response,
    caller: Owner,
    db: Db,
    version: ExpectedVersion,
    now: Now,
) -> Standing:
    """Give what is needed: a text, a confirmation, or a file that was handed in. `If-Match: "0"` for the first time."""
    edition, mine = await _own(db, caller, slug, lock=True)
    requirement = await queries.find_requirement(db, edition.id, key)
    if requirement is None:
        raise NotFound("nothing of that name is asked of you")
    answer = await service.give(db, mine, requirement, data, account_id=caller.account_id, version=version, now=now)
    files = await queries.find_files(db, [answer.file_id] if answer.file_id else [])
    say_version(response, answer.version)
    return service.describe(requirement, answer, files, service.today_in(edition, now))
