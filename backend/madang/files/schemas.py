"""What the API takes and gives of files."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from madang.core.schemas import MAX_INTEGER, Input, Output
from madang.core.text import Line, Slug
from madang.files.rules import MediaType


class FileCreate(Input):
    """A file that is about to be sent in pieces. `sensitive`: it is sealed, and erased with the sensitive details."""

    edition: Slug
    name: Line
    media_type: MediaType
    size: Annotated[int, Field(ge=1, le=MAX_INTEGER, description="In bytes.")]
    sensitive: bool = False


class FilePublic(Output):
    """A file and how much of it is there. `piece_bytes`: one request carries no more."""

    id: UUID
    edition: str
    name: str
    media_type: str
    size: int
    received: int
    complete: bool
    sensitive: bool
    sha256: str | None
    created_at: datetime
    piece_bytes: int
