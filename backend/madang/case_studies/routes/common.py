"""What routes of case studies share: who may, and slides as an answer."""

from typing import Annotated, Any

from fastapi import Request, Security
from fastapi.responses import StreamingResponse

from madang.accounts.access import Caller, Scope, current_caller
from madang.core.web import send_file
from madang.files.models import StoredFile
from madang.files.rules import MediaType, download_name
from madang.files.storage import FileStore
from madang.participants.access import Owner

__all__ = ["CALL", "OWN_PREFIX", "PREFIX", "SLIDES", "Owner", "Reader", "Writer", "send_slides"]

PREFIX = "/api/v1/editions/{edition}/case-studies"
OWN_PREFIX = "/api/v1/me/registrations/{edition}/case-studies"
CALL = "/calls/{session_id}"

Reader = Annotated[Caller, Security(current_caller, scopes=[Scope.CASE_STUDIES_READ])]
Writer = Annotated[Caller, Security(current_caller, scopes=[Scope.CASE_STUDIES_WRITE])]

_BINARY = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
SLIDES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The slides, as they were handed in.", "content": _BINARY}
}


async def send_slides(request: Request, file: StoredFile) -> StreamingResponse:
    """Return slides to be saved."""
    store: FileStore = request.app.state.files
    name = download_name(file.name, MediaType(file.media_type))
    content = store.read(file.id, sealed=file.sealed)
    return await send_file(content, name=name, media_type=file.media_type, size=file.size)
