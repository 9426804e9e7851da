"""The programme file of an edition."""

import asyncio
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response, Security

from madang.accounts.access import Caller, Scope, current_caller
from madang.accounts.errors import Forbidden
from madang.core.errors import InUse, Invalid, NotFound, Stale, VersionRequired
from madang.core.web import Db, Now, ReadDb, refusals
from madang.programme import queries
from madang.programme.dumping import dump
from madang.programme.errors import FileProblem, ProgrammeFileInvalid
from madang.programme.file import parse
from madang.programme.loading import load
from madang.programme.routes.common import READ, EditionSlug
from madang.programme.schemas import ProgrammeFileLoaded

router = APIRouter(prefix="/editions/{edition}/programme-file", tags=["programme"])

# A programme file says people's names as well, and may change them.
Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.PROGRAMME_READ, Scope.PEOPLE_READ])]
Writer = Annotated[Caller, Security(current_caller, scopes=[Scope.PROGRAMME_WRITE, Scope.PEOPLE_WRITE])]

_YAML = "application/yaml"  # RFC 9512
_YAML_CONTENT: dict[str, Any] = {"content": {_YAML: {"schema": {"type": "string"}}}}
ExpectedFile = Annotated[
    str | None, Header(alias="If-Match", max_length=100, description="The ETag of the file that was edited.")
]


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
    request: Request,
    response: Response,
    caller: Writer,
    db: Db,
    now: Now,
    if_match: ExpectedFile = None,
) -> ProgrammeFileLoaded:
    """Make the edition what a programme file says, all of it or nothing; what is the same stays untouched."""
    if if_match is None:
        raise VersionRequired("send If-Match with the ETag of the programme file that you read")
    edition = await queries.get_edition(db, caller, slug, lock="exclusive")
    if if_match != _etag(await dump(db, edition)):
        raise Stale("the programme was changed since that file was read")
    file = await asyncio.to_thread(parse, await request.body(), f"{slug}.yaml")
    if file.edition.slug != slug:
        message = f"edition.slug: this file is of {file.edition.slug!r}, not of {slug!r}"
        raise ProgrammeFileInvalid([FileProblem(file.name, file.slug_line, message, "/edition/slug")])
    report = await load(db, file, now=now)
    if Scope.EDITIONS_WRITE not in caller.scopes and any(
        name.startswith("series/") for name in report.created + report.updated
    ):
        raise Forbidden("a series may be added or changed by an administrator only")
    response.headers["ETag"] = _etag(await dump(db, edition))
    return ProgrammeFileLoaded.model_validate(report)
