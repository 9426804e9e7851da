"""The programme file of an edition."""

import asyncio
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response, Security

from madang.accounts.access import Caller, Scope, current_caller
from madang.accounts.errors import Forbidden
from madang.case_studies.service.calls import refuse_dropping as refuse_dropping_called
from madang.core.errors import InUse, Invalid, NotFound, Stale, VersionRequired
from madang.core.web import Db, EditionSlug, Now, ReadDb, refusals
from madang.programme import queries
from madang.programme.dumping import dump
from madang.programme.errors import FileProblem, ProgrammeFileInvalid
from madang.programme.file import ProgrammeFile, parse
from madang.programme.loading import find_dropped, load
from madang.programme.routes.common import READ
from madang.programme.schemas import ProgrammeFileLoaded
from madang.visits.service.keeping import refuse_dropping

router = APIRouter(prefix="/editions/{edition}/programme-file", tags=["programme"])

# A programme file says people's names as well, and may change them.
Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.PROGRAMME_READ, Scope.PEOPLE_READ])]
Writer = Annotated[Caller, Security(current_caller, scopes=[Scope.PROGRAMME_WRITE, Scope.PEOPLE_WRITE])]

_YAML = "application/yaml"  # RFC 9512
_YAML_CONTENT: dict[str, Any] = {"content": {_YAML: {"schema": {"type": "string"}}}}


def _expected_file(
    if_match: Annotated[
        str | None, Header(alias="If-Match", max_length=100, description="The ETag of the file that was edited.")
    ] = None,
) -> str:
    if if_match is None:
        raise VersionRequired("send If-Match with the ETag of the programme file that you read")
    return if_match


async def _given_file(request: Request, slug: EditionSlug, _caller: Writer) -> ProgrammeFile:
    """Return the file in the body, before any transaction: a slow sender must not keep others from writing."""
    most = request.app.state.settings.max_body_bytes
    file = await asyncio.to_thread(parse, await request.body(), f"{slug}.yaml", max_bytes=most)
    if file.edition.slug != slug:
        message = f"edition.slug: this file is of {file.edition.slug!r}, not of {slug!r}"
        raise ProgrammeFileInvalid([FileProblem(file.name, file.slug_line, message, "/edition/slug")])
    return file


def _etag(text: str) -> str:
    return f'"{sha256(text.encode()).hexdigest()[:32]}"'


@router.get(
    "",
    response_class=Response,
    responses={**READ, 200: {"description": "The programme file; docs/programme-file.md", **_YAML_CONTENT}},
)
async def get_programme_file(slug: EditionSlug, caller: Reader, db: ReadDb) -> Response:
    """Write the edition as a programme file. Its ETag changes whenever anything in it does."""
    text = await dump(db, await queries.get_edition(db, caller, slug))
    headers = {"ETag": _etag(text), "Content-Disposition": f'inline; filename="{slug}.yaml"'}
    return Response(text, media_type=_YAML, headers=headers)


@router.put(
    "",
    response_model=ProgrammeFileLoaded,
    responses=refusals(Forbidden, NotFound, Stale, VersionRequired, ProgrammeFileInvalid, Invalid, InUse),
    openapi_extra={"requestBody": {"required": True, **_YAML_CONTENT}},
)
async def put_programme_file(
    slug: EditionSlug,
    response: Response,
    caller: Writer,
    expected: Annotated[str, Depends(_expected_file)],
    file: Annotated[ProgrammeFile, Depends(_given_file)],
    db: Db,
    now: Now,
) -> ProgrammeFileLoaded:
    """Make the edition what a programme file says, all of it or nothing; what is the same stays untouched.

    A visit or an option that people are assigned to stays: it is cancelled instead, or withdrawn.
    """
    edition = await queries.get_edition(db, caller, slug, lock="exclusive")
    await queries.lock_common_entries(db, edition)
    if expected != _etag(await dump(db, edition)):
        raise Stale("the programme was changed since that file was read")
    dropped = await find_dropped(db, file)
    await refuse_dropping(db, dropped)
    await refuse_dropping_called(db, dropped)
    report = await load(db, file, now=now)
    if Scope.EDITIONS_WRITE not in caller.scopes and any(
        name.startswith("series/") for name in report.created + report.updated
    ):
        raise Forbidden("a series may be added or changed by an administrator only")
    response.headers["ETag"] = _etag(await dump(db, edition))
    return ProgrammeFileLoaded.model_validate(report)
