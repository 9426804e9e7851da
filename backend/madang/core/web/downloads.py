"""Files as answers."""

import asyncio
from collections.abc import Iterator
from urllib.parse import quote

from fastapi.responses import StreamingResponse

from madang.core.errors import NotFound
from madang.core.sealing import Unsealable


async def send_file(content: Iterator[bytes], *, name: str, media_type: str, size: int) -> StreamingResponse:
    """Return an answer that saves a file under a name. Errors: NotFound when its content is gone."""
    # The first part is read now: what is missing is refused, not broken off.
    try:
        first = await asyncio.to_thread(next, content)
    except (FileNotFoundError, Unsealable) as missing:
        raise NotFound("the content of this file is gone") from missing

    def body() -> Iterator[bytes]:
        yield first
        yield from content

    headers = {
        # Never shown within a page of ours, whatever it is.
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Length": str(size),
        "Cache-Control": "no-store",
    }
    return StreamingResponse(body(), media_type=media_type, headers=headers)
