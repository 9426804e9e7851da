"""Safe retries: a creating POST with an Idempotency-Key happens once and answers alike each time."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Request, Response
from fastapi.routing import APIRoute

from madang.core import idempotency
from madang.core.errors import AlreadyCreated
from madang.core.web.problems import answer_with
from madang.core.web.requests import Db, Now

_KEPT_HEADERS = ("content-type", "etag", "location")


class _AlreadyDone(Exception):
    def __init__(self, answer: idempotency.IdempotentAnswer) -> None:
        self.answer = answer


async def _claim(
    request: Request,
    db: Db,
    now: Now,
    idempotency_key: Annotated[
        str | None,
        Header(
            pattern=r"^[\x21-\x7e]{1,128}$",
            description="Makes a retry safe: for 24 h the same key, sent with the same body, gets the same answer.",
        ),
    ] = None,
) -> None:
    if idempotency_key is None:
        return
    fingerprint = idempotency.fingerprint(request.method, request.url.path, await request.body())
    row = await idempotency.claim(
        db, caller=request.state.caller_key, key=idempotency_key, fingerprint=fingerprint, now=now
    )
    if row.status:
        raise _AlreadyDone(row)
    request.state.idempotency = row


Retryable = Annotated[None, Depends(_claim)]
"""Parameter of a creating route, after its caller: honours Idempotency-Key."""


def keep_secret(request: Request, created_id: UUID) -> None:
    """Have a retry answered by `already_created`: the answer holds a secret and is stored nowhere."""
    request.state.secret_of = created_id


class RetryableRoute(APIRoute):
    """Keeps a creating route's answer in the very transaction of its effect. Refusals are not kept."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the handler while its transaction is still open."""
        handle = super().get_route_handler()

        async def handle_once(request: Request) -> Response:
            try:
                response = await handle(request)
            except _AlreadyDone as done:
                answer = done.answer
                return Response(answer.body, status_code=answer.status, headers=answer.headers)
            row: idempotency.IdempotentAnswer | None = getattr(request.state, "idempotency", None)
            if row is not None:
                secret_of: UUID | None = getattr(request.state, "secret_of", None)
                if secret_of is not None:
                    shown = AlreadyCreated("this was created already", current={"id": str(secret_of)})
                    kept = answer_with(request, shown)
                else:
                    kept = response
                row.status = kept.status_code
                row.body = bytes(kept.body)
                row.headers = {name: kept.headers[name] for name in _KEPT_HEADERS if name in kept.headers}
            return response

        return handle_once
