"""ASGI layers around the whole application."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from madang.core.ids import new_id
from madang.core.web.problems import problem


class BodyLimit:
    """Refuse request bodies over a number of bytes, whether they announce their length or not."""

    def __init__(self, app: ASGIApp, *, max_bytes: int) -> None:
        self.app = app
        self.max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not announced.isdigit() or int(announced) > self.max_bytes:
            await self._refuse(scope, receive, send)
            return
        received = 0
        started = False

        async def bounded_receive() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.max_bytes:
                raise _BodyTooLarge
            return message

        async def noted_send(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, bounded_receive, noted_send)
        except _BodyTooLarge:
            if started:
                raise
            await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = problem(
            Request(scope),
            status=413,
            code="body_too_large",
            title="Body too large",
            detail=f"a request body has at most {self.max_bytes} bytes",
            headers={"Connection": "close"},
        )
        await answer(scope, receive, send)


class _BodyTooLarge(BaseException):
    """Passes through handlers of Exception, for the limit is nobody else's business."""


SECURITY_HEADERS: dict[bytes, bytes] = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"strict-origin-when-cross-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
}


class Envelope:
    """Give every answer a request id, the security headers that it does not set itself, and privacy from caches."""

    def __init__(self, app: ASGIApp, *, tls: bool) -> None:
        self.app = app
        self.headers = dict(SECURITY_HEADERS)
        if tls:
            self.headers[b"strict-transport-security"] = b"max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = new_id().hex
        scope.setdefault("state", {})["request_id"] = request_id
        private = scope["path"].startswith("/api/")

        async def send_enveloped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message.setdefault("headers", [])
                present = {name for name, _ in headers}
                headers.extend((name, value) for name, value in self.headers.items() if name not in present)
                headers.append((b"x-request-id", request_id.encode()))
                # A 404 may be kept by any cache that is told nothing, and the edition be there a minute later.
                if (private or message["status"] >= 400) and b"cache-control" not in present:
                    headers.append((b"cache-control", b"no-store"))
            await send(message)

        await self.app(scope, receive, send_enveloped)
