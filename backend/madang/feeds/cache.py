"""Rendered bytes in memory: made once, bounded, ready to be sent.

Two maps. A *canonical key* names what is rendered (release, revision, format, view): an LRU bounded by bytes. A *raw
key* is what a request looks like (path, query, Accept, Accept-Encoding, Host): it points at one finished answer, so
that a hit costs one look-up. Raw keys are bounded by number and by length; they are forgotten when what they point at
is evicted, or when the edition that they depend on has changed.
"""

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import blake2b
from typing import Any, TypeVar

import brotli

EVERYTHING = "*"
"""What a page depends on that lists editions: any change of any edition."""

RawKey = tuple[str, bytes, bytes, bytes, bytes]
Message = dict[str, Any]
Header = tuple[bytes, bytes]
T = TypeVar("T")

_MOST_RAW_KEYS = 4096
_LONGEST_RAW_KEY = 2048
_MOST_OBJECTS = 4
_RENDERERS = 2
_COMPRESSIBLE = 200


@dataclass(frozen=True)
class Representation:
    """What a renderer gives back: bytes and what is said about them."""

    body: bytes
    media_type: str
    label: str = ""
    language: str | None = None
    modified: datetime | None = None
    headers: tuple[Header, ...] = ()
    encoded: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Dress:
    """How one address wears a representation: what differs between addresses that give the same bytes."""

    cache_control: str
    vary: str = "Accept-Encoding"
    headers: tuple[Header, ...] = ()


class Answer:
    """One finished answer, as the messages of ASGI. Nobody changes them: they are sent again and again."""

    __slots__ = ("body", "etag", "modified", "not_modified", "owner", "start")

    def __init__(
        self,
        owner: "Rendered",
        headers: list[Header],
        kept_headers: list[Header],
        body: bytes,
        etag: bytes,
        modified: bytes,
    ) -> None:
        self.owner = owner
        self.etag = etag
        self.modified = modified
        self.start: Message = {"type": "http.response.start", "status": 200, "headers": headers}
        self.body: Message = {"type": "http.response.body", "body": body}
        self.not_modified: Message = {"type": "http.response.start", "status": 304, "headers": kept_headers}


class Rendered:
    """A representation in every encoding, made once. Slow: make it in a thread."""

    def __init__(self, made: Representation) -> None:
        self.made = made
        digest = blake2b(made.body, digest_size=9).hexdigest()
        self.tag = f"{made.label}-{digest}" if made.label else digest
        self.bodies = _encode(made)
        self.size = sum(len(body) for body in self.bodies.values()) + 4096
        self.raw_keys: set[RawKey] = set()
        self.used = False
        """Whether it was sent since it was last looked at for eviction."""
        self._answers: dict[tuple[str, Dress], Answer] = {}

    @property
    def validators(self) -> str:
        """The ETags of all encodings, as a list for If-None-Match."""
        return ", ".join(f'"{self._tag_of(encoding)}"' for encoding in self.bodies)

    def _tag_of(self, encoding: str) -> str:
        return self.tag if encoding == "identity" else f"{self.tag}-{encoding}"

    def answer(self, encoding: str, dress: Dress) -> Answer:
        """Return the answer of an address in the encoding asked for, or plain where that saves nothing."""
        if encoding not in self.bodies:
            encoding = "identity"
        known = self._answers.get((encoding, dress))
        if known is None:
            known = self._answers[encoding, dress] = self._make_answer(encoding, dress)
        return known

    def _make_answer(self, encoding: str, dress: Dress) -> Answer:
        body = self.bodies[encoding]
        etag = f'"{self._tag_of(encoding)}"'.encode()
        modified = _http_date(self.made.modified) if self.made.modified else b""
        # RFC 9110 §15.4.5: what a 304 repeats of the 200 that it stands for; the rest is about bytes not sent.
        kept: list[Header] = [
            (b"etag", etag),
            (b"cache-control", dress.cache_control.encode()),
            (b"vary", dress.vary.encode()),
            *dress.headers,
        ]
        headers: list[Header] = [
            (b"content-type", self.made.media_type.encode()),
            (b"content-length", str(len(body)).encode()),
        ]
        if encoding != "identity":
            headers.append((b"content-encoding", encoding.encode()))
        if modified:
            headers.append((b"last-modified", modified))
        if self.made.language:
            headers.append((b"content-language", self.made.language.encode()))
        return Answer(self, [*headers, *kept, *self.made.headers], kept, body, etag, modified)


def _encode(made: Representation) -> dict[str, bytes]:
    bodies = {"identity": made.body, **made.encoded}
    if len(made.body) >= _COMPRESSIBLE and _is_text(made.media_type):
        if "gzip" not in bodies:
            bodies["gzip"] = gzip.compress(made.body, 6, mtime=0)
        if "br" not in bodies:
            bodies["br"] = brotli.compress(made.body, quality=5)
    return {name: body for name, body in bodies.items() if name == "identity" or len(body) < len(made.body)}


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or any(part in media_type for part in ("json", "javascript", "xml", "wasm"))


def _http_date(moment: datetime) -> bytes:
    return format_datetime(moment.astimezone(UTC), usegmt=True).encode()


class FeedMemory:
    """What one process remembers. All methods belong to its event loop."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0
        self.generation = 0
        self.watched = False
        """Whether somebody looks for new releases; until then nothing is answered without asking the database."""
        self.raw: dict[RawKey, Answer] = {}
        self._rendered: OrderedDict[Hashable, Rendered] = OrderedDict()
        self._owners: dict[RawKey, tuple[Hashable, str]] = {}
        self._by_edition: dict[str, set[RawKey]] = {}
        self._objects: OrderedDict[Hashable, Any] = OrderedDict()
        self._under_way: dict[Hashable, asyncio.Task[Any]] = {}
        self._renderers = asyncio.Semaphore(_RENDERERS)

    async def rendered(self, key: Hashable, render: Callable[[], Representation]) -> Rendered:
        """Return what `key` names, rendering it in a thread unless it is remembered or being rendered already."""
        known = self._rendered.get(key)
        if known is not None:
            known.used = True
            return known

        async def make() -> Rendered:
            async with self._renderers:
                made = await asyncio.to_thread(lambda: Rendered(render()))
            self._keep(key, made)
            return made

        return await self._once(("rendered", key), make)

    async def loaded(self, key: Hashable, load: Callable[[], Awaitable[T]]) -> T:
        """Return an object, such as a release's snapshot, that several renderings read; a few are kept."""
        if key in self._objects:
            self._objects.move_to_end(key)
            known: T = self._objects[key]
            return known

        async def make() -> T:
            made = await load()
            self._objects[key] = made
            while len(self._objects) > _MOST_OBJECTS:
                self._objects.popitem(last=False)
            return made

        return await self._once(("loaded", key), make)

    async def _once(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        task: asyncio.Task[T] | None = self._under_way.get(key)
        if task is None:
            task = asyncio.ensure_future(_run(make))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key))
        # One client that gives up must not take the others' answer away.
        return await asyncio.shield(task)

    def _keep(self, key: Hashable, made: Rendered) -> None:
        if made.size > self.max_bytes:
            return
        self._rendered[key] = made
        self.bytes += made.size
        while self.bytes > self.max_bytes:
            oldest_key, oldest = self._rendered.popitem(last=False)
            if oldest.used:
                # A hit only leaves a mark, which is cheaper than moving it to the end each time.
                oldest.used = False
                self._rendered[oldest_key] = oldest
            else:
                self.bytes -= oldest.size
                self._forget(oldest.raw_keys)

    def remember(self, raw: RawKey, key: Hashable, answer: Answer, *, edition: str, generation: int) -> None:
        """Answer requests that look like `raw` with `answer` from now on, until `edition` changes.

        `generation` is the memory's when the request came in: what was read before a change is not kept after it.
        """
        owner = self._rendered.get(key)
        if owner is None or generation != self.generation or sum(map(len, raw)) > _LONGEST_RAW_KEY:
            return
        while len(self.raw) >= _MOST_RAW_KEYS:
            self._forget({next(iter(self.raw))})
        self._forget({raw})
        self.raw[raw] = answer
        self._owners[raw] = (key, edition)
        self._by_edition.setdefault(edition, set()).add(raw)
        owner.raw_keys.add(raw)

    def _forget(self, raw_keys: set[RawKey]) -> None:
        for raw in list(raw_keys):
            if self.raw.pop(raw, None) is None:
                continue
            key, edition = self._owners.pop(raw)
            self._by_edition[edition].discard(raw)
            if not self._by_edition[edition]:
                del self._by_edition[edition]
            owner = self._rendered.get(key)
            if owner is not None:
                owner.raw_keys.discard(raw)

    def editions_changed(self, slugs: set[str]) -> None:
        """Forget every answer that depends on one of these editions, or on all of them."""
        self.generation += 1
        for slug in slugs | {EVERYTHING}:
            self._forget(self._by_edition.get(slug, set()))


async def _run(make: Callable[[], Awaitable[T]]) -> T:
    return await make()
