"""What one process remembers: bounded, made once, forgotten in time."""

import asyncio
import random
import threading
from collections.abc import Callable

import pytest

from madang.feeds import cache
from madang.feeds.cache import EVERYTHING, Answer, Dress, FeedMemory, RawKey, Rendered, Representation

DRESS = Dress("public, no-cache")


def raw_key(path: str, query: str = "") -> RawKey:
    return path, query.encode(), b"", b"", b"localhost"


def noise(size: int, seed: int = 0) -> bytes:
    return random.Random(seed).randbytes(size)


def rendering(body: bytes = b"x") -> Callable[[], Representation]:
    return lambda: Representation(body=body, media_type="application/octet-stream")


async def put(memory: FeedMemory, name: str, body: bytes = b"x", *, edition: str = "e") -> Answer:
    answer = (await memory.rendered(name, rendering(body))).answer("identity", DRESS)
    memory.remember(raw_key(name), name, answer, edition=edition, generation=memory.generation)
    return answer


async def test_bytes_are_bounded_under_random_queries() -> None:
    memory = FeedMemory(max_bytes=1_000_000)
    chance = random.Random(7)

    for number in range(3000):
        name = f"/{chance.randrange(400)}"
        await put(memory, name, noise(chance.randrange(60_000), number))
        if chance.random() < 0.3 and memory.raw:
            next(iter(memory.raw.values())).owner.used = True
        assert memory.bytes <= 1_000_000
        assert memory.bytes == sum(kept.size for kept in memory._rendered.values())

    assert {raw[0] for raw in memory.raw} == set(memory._rendered)
    assert set(memory._owners) == set(memory.raw)


async def test_number_of_requests_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST_RAW_KEYS", 50)
    memory = FeedMemory(max_bytes=1_000_000)
    answer = (await memory.rendered("a", rendering())).answer("identity", DRESS)

    for number in range(500):
        memory.remember(raw_key("/a", f"n={number}"), "a", answer, edition="e", generation=0)

    assert len(memory.raw) == len(memory._owners) == len(memory._by_edition["e"]) == 50
    assert raw_key("/a", "n=499") in memory.raw


async def test_long_request_is_answered_but_not_remembered() -> None:
    memory = FeedMemory(max_bytes=1_000_000)
    answer = await put(memory, "a")

    memory.remember(raw_key("/a", "x" * 3000), "a", answer, edition="e", generation=0)

    assert list(memory.raw) == [raw_key("a")]


async def test_what_is_bigger_than_the_memory_is_not_kept() -> None:
    memory = FeedMemory(max_bytes=100_000)

    await put(memory, "big", noise(200_000))

    assert (memory.bytes, memory.raw) == (0, {})


async def test_what_was_sent_lately_outlives_what_was_not() -> None:
    memory = FeedMemory(max_bytes=100_000)
    kept = await put(memory, "kept", noise(40_000, 1))
    await put(memory, "unused", noise(40_000, 2))
    kept.owner.used = True

    await put(memory, "new", noise(40_000, 3))

    assert {raw[0] for raw in memory.raw} == {"kept", "new"}


async def test_same_key_is_rendered_once_at_a_time() -> None:
    memory = FeedMemory(max_bytes=1_000_000)
    made, gate = [], threading.Event()

    def render() -> Representation:
        made.append(1)
        gate.wait(5)
        return Representation(body=b"x" * 1000, media_type="text/plain")

    waiting = [asyncio.create_task(memory.rendered("a", render)) for _ in range(50)]
    await asyncio.sleep(0.05)
    gate.set()
    rendered = await asyncio.gather(*waiting)

    assert len(made) == 1
    assert len(set(map(id, rendered))) == 1


async def test_client_that_gives_up_takes_nothing_from_the_others() -> None:
    memory = FeedMemory(max_bytes=1_000_000)
    gate = threading.Event()

    def render() -> Representation:
        gate.wait(5)
        return Representation(body=b"x", media_type="text/plain")

    first, second = (asyncio.create_task(memory.rendered("a", render)) for _ in range(2))
    await asyncio.sleep(0.05)
    first.cancel()
    await asyncio.sleep(0)
    gate.set()

    assert (await second).bodies["identity"] == b"x"
    assert first.cancelled()


async def test_failure_is_told_to_everybody_and_not_kept() -> None:
    memory = FeedMemory(max_bytes=1_000_000)

    def fail() -> Representation:
        raise LookupError("gone")

    told = await asyncio.gather(*(memory.rendered("a", fail) for _ in range(3)), return_exceptions=True)

    assert [type(error) for error in told] == [LookupError] * 3
    assert (await memory.rendered("a", rendering(b"now"))).bodies["identity"] == b"now"


async def test_change_of_an_edition_forgets_its_answers_and_the_lists() -> None:
    memory = FeedMemory(max_bytes=1_000_000)
    for name, edition in (("one", "first"), ("two", "second"), ("list", EVERYTHING), ("script", "")):
        await put(memory, name, edition=edition)

    memory.editions_changed({"first"})

    assert {raw[0] for raw in memory.raw} == {"two", "script"}


async def test_answer_read_before_a_change_is_not_remembered_after_it() -> None:
    memory = FeedMemory(max_bytes=1_000_000)
    generation = memory.generation
    answer = (await memory.rendered("a", rendering())).answer("identity", DRESS)

    memory.editions_changed({"e"})
    memory.remember(raw_key("a"), "a", answer, edition="e", generation=generation)

    assert memory.raw == {}


def test_encodings_are_representations_of_their_own() -> None:
    rendered = Rendered(Representation(body=b"words " * 500, media_type="text/plain", label="3.0"))

    answers = [rendered.answer(encoding, DRESS) for encoding in ("identity", "gzip", "br")]

    assert len({answer.etag for answer in answers}) == 3
    assert [answer.etag for answer in answers] == [tag.strip().encode() for tag in rendered.validators.split(",")]
    assert [dict(answer.start["headers"]).get(b"content-encoding") for answer in answers] == [None, b"gzip", b"br"]


def test_what_does_not_shrink_is_sent_plain() -> None:
    rendered = Rendered(Representation(body=noise(1000), media_type="text/plain"))

    assert dict(rendered.answer("br", DRESS).start["headers"]).get(b"content-encoding") is None


def test_same_bytes_have_the_same_validator_in_every_process() -> None:
    made = Representation(body=b"words " * 500, media_type="text/plain", label="3.0")

    assert Rendered(made).bodies == Rendered(made).bodies
    assert Rendered(made).tag == Rendered(made).tag
