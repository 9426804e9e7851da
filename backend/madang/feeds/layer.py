"""The public surface in front of the router: what is remembered is sent without asking anybody.

A request that looks like one answered before costs one look-up. Anything else falls through to the documented
routes, which render and remember. `watching` looks once a second for releases that are new, withdrawn or redacted;
while the database is away, what is remembered is served on.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from madang.core.db import Database
from madang.feeds import queries
from madang.feeds.cache import Answer, FeedMemory, Header, Message, RawKey
from madang.feeds.negotiation import matches

log = structlog.get_logger()

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOK_SECONDS = 1.0
_LAST_LOOK_SECONDS = 3.0
SLIP = "madang.feeds"
"""Where in an ASGI scope a route finds its `Slip`."""

CROSS_ORIGIN: tuple[Header, ...] = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"etag"),
)
_METHODS = b"GET, HEAD, OPTIONS"
_OPTIONS: Message = {
    "type": "http.response.start",
    "status": 204,
    "headers": [
        (b"allow", _METHODS),
        (b"access-control-allow-origin", b"*"),
        (b"access-control-allow-methods", _METHODS),
        (b"access-control-allow-headers", b"if-none-match, if-modified-since, cache-control, content-type"),
        (b"access-control-max-age", b"86400"),
        (b"x-content-type-options", b"nosniff"),
    ],
}
_READ = frozenset({b"host", b"accept", b"accept-encoding", b"if-none-match", b"if-modified-since"})
_NO_BODY: Message = {"type": "http.response.body", "body": b""}


@dataclass(frozen=True, slots=True)
class Slip:
    """What the layer hands down with a request that it could not answer itself."""

    raw: RawKey
    generation: int
    if_none_match: bytes
    if_modified_since: bytes

    @property
    def accept(self) -> str:
        """The Accept header."""
        return self.raw[2].decode("latin-1")

    @property
    def accept_encoding(self) -> str:
        """The Accept-Encoding header."""
        return self.raw[3].decode("latin-1")


def is_fresh(answer: Answer, if_none_match: bytes, if_modified_since: bytes) -> bool:
    """Whether the client has this very answer already (RFC 9110 §13.2.2).

    A date counts only when it is exactly ours: withdrawing a release makes an older one current again, and then
    "not modified since" would keep the withdrawn one alive.
    """
    if if_none_match:
        return matches(if_none_match, answer.etag)
    return bool(if_modified_since) and if_modified_since == answer.modified


def is_open(path: str) -> bool:
    """Whether pages of any origin may read that address, without credentials."""
    return path.startswith(("/public/", "/embed/"))


class FeedLayer:
    """The outermost ASGI layer.

    The Host is part of what is looked up, and only a route remembers: a host that is refused there never hits here.
    """

    def __init__(self, app: App, memory: FeedMemory) -> None:
        self.app = app
        self.memory = memory

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what is remembered, else let the application answer."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._pass(scope, receive, send)
            return
        accept = accept_encoding = host = if_none_match = if_modified_since = b""
        for name, value in scope["headers"]:
            if name not in _READ:
                continue
            if name == b"host":
                host = value
            elif name == b"accept":
                accept = accept + b", " + value if accept else value
            elif name == b"accept-encoding":
                accept_encoding = accept_encoding + b", " + value if accept_encoding else value
            elif name == b"if-none-match":
                if_none_match = if_none_match + b", " + value if if_none_match else value
            elif name == b"if-modified-since":
                if_modified_since = value
        memory = self.memory
        raw = (scope["path"], scope["query_string"], accept, accept_encoding, host)
        answer = memory.raw.get(raw)
        if answer is None or not memory.watched:
            scope[SLIP] = Slip(raw, memory.generation, if_none_match, if_modified_since)
            await self._pass(scope, receive, send)
            return
        answer.owner.used = True
        if if_none_match == answer.etag or is_fresh(answer, if_none_match, if_modified_since):
            await send(answer.not_modified)
            await send(_NO_BODY)
        else:
            await send(answer.start)
            await send(answer.body if scope["method"] == "GET" else _NO_BODY)

    async def _pass(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer; HEAD everywhere and open addresses for other origins are seen to here."""
        if scope["type"] != "http" or scope["path"].startswith("/api/"):
            await self.app(scope, receive, send)
            return
        open_to_all = is_open(scope["path"])
        if open_to_all and scope["method"] == "OPTIONS":
            await send(_OPTIONS)
            await send(_NO_BODY)
            return
        head = scope["method"] == "HEAD"
        if head:
            scope["method"] = "GET"

        async def send_on(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                if open_to_all and not any(name == b"access-control-allow-origin" for name, _ in message["headers"]):
                    message["headers"] = [*message["headers"], *CROSS_ORIGIN]
                if head:
                    # The server must know that no body follows what content-length announces.
                    scope["method"] = "HEAD"
            elif head and message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        await self.app(scope, receive, send_on)


def install(app: Any, memory: FeedMemory) -> None:
    """Put the layer around everything that `app`, a FastAPI application, has: outside its error handling too."""
    build = app.build_middleware_stack
    app.state.feeds = memory
    app.build_middleware_stack = lambda: FeedLayer(build(), memory)


def in_front(app: Any) -> FeedLayer:
    """Return what a server process runs: the same layer once more, before FastAPI's own work on each request.

    That work, telemetry above all, costs a hit four times what the layer itself does.
    """
    return FeedLayer(app, app.state.feeds)


@asynccontextmanager
async def watching(database: Database, memory: FeedMemory) -> AsyncIterator[None]:
    """Look for new releases while the context lasts."""
    watcher = Watcher(database, memory)
    with suppress(SQLAlchemyError, OSError):
        await watcher.look()
    stop = asyncio.Event()
    task = asyncio.create_task(watcher.run(stop))
    try:
        yield
    finally:
        # Not cancelled at once: a query that is broken off can end in another error, and leaves its connection broken.
        stop.set()
        await asyncio.wait({task}, timeout=_LAST_LOOK_SECONDS)
        task.cancel()
        memory.watched = False


class Watcher:
    """Compares, by one query, which releases are current with what they were a second ago."""

    def __init__(self, database: Database, memory: FeedMemory) -> None:
        self.database = database
        self.memory = memory
        self._seen: dict[str, queries.ReleaseState] = {}

    async def look(self) -> None:
        """Forget what is outdated. Errors: those of a database that is away."""
        async with self.database.read() as db:
            states = await queries.release_states(db)
        before, self._seen = self._seen, states
        changed = {slug for slug in before.keys() | states.keys() if before.get(slug) != states.get(slug)}
        if changed:
            self.memory.editions_changed(changed)
        self.memory.watched = True

    async def run(self, stop: asyncio.Event) -> None:
        """Look again and again until told to stop; an outage is said once, when it begins and when it ends."""
        away = False
        while not stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), LOOK_SECONDS)
                return
            try:
                await self.look()
            except Exception as problem:  # whatever it is: who stops looking serves yesterday's agenda for good
                if not away:
                    log.warning("cannot look for new releases", error=type(problem).__name__)
                away = True
            else:
                if away:
                    log.info("looking for new releases again")
                away = False
