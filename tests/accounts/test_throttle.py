"""The sign-in throttle: it holds guessers up, and nobody else."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlmodel import select

from factories.accounts import client_of, make_account, signed_in
from madang.accounts import throttle
from madang.accounts.errors import TooManyAttempts
from madang.accounts.models import Account, SignInThrottle
from madang.accounts.rules import (
    FAILURES_REMEMBERED,
    FREE_FAILURES,
    FREE_FAILURES_OF_ADDRESS,
    FREE_FAILURES_OF_NETWORK,
    FREE_FAILURES_OF_SITE,
    LONGEST_DELAY,
)
from madang.core.db import Database
from support.callers import PASSWORD
from support.moments import StoppedClock

TOKEN = "/api/v1/auth/token"
VICTIM = "mina@example.org"
ATTACKER, HOME = "198.51.100.7", "203.0.113.5"


@pytest_asyncio.fixture
async def account(app: FastAPI) -> Account:
    password_hash = await app.state.passwords.hash(PASSWORD)
    async with app.state.database.write() as db:
        return await make_account(db, VICTIM, password_hash=password_hash)


def client_at(app: FastAPI, address: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=(address, 4000))
    return httpx.AsyncClient(transport=transport, base_url="http://testserver")


async def try_password(client: httpx.AsyncClient, password: str = "wrong", email: str = VICTIM) -> int:
    return (await client.post(TOKEN, data={"username": email, "password": password})).status_code


async def exhaust(database: Database, subjects: list[throttle.Subjects], clock: StoppedClock) -> None:
    async with database.write() as db:
        for each in subjects:
            await throttle.count(db, each, clock())


async def test_guesses_at_the_same_moment_are_counted_one_by_one(
    app: FastAPI, live: Database, account: Account
) -> None:
    async with client_of(app) as client:
        answers = await asyncio.gather(*(try_password(client, f"guess {number}") for number in range(30)))

    assert sorted(answers) == [401] * (FREE_FAILURES + 1) + [429] * (29 - FREE_FAILURES)


async def test_refused_attempt_is_not_counted(
    app: FastAPI, client: httpx.AsyncClient, account: Account, clock: StoppedClock
) -> None:
    for _ in range(FREE_FAILURES + 1):
        await try_password(client)
    refused = [await try_password(client) for _ in range(20)]
    clock.advance(seconds=1)

    assert refused == [429] * 20
    assert await try_password(client, PASSWORD) == 200


async def test_owner_signs_in_from_home_while_somebody_else_guesses(app: FastAPI, account: Account) -> None:
    async with client_at(app, ATTACKER) as attacker, client_at(app, HOME) as owner:
        guesses = [await try_password(attacker) for _ in range(FREE_FAILURES + 2)]
        assert guesses[-1] == 429
        assert await try_password(owner, PASSWORD) == 200


async def test_owner_signs_in_on_a_known_device_while_the_whole_world_guesses(
    app: FastAPI, account: Account, clock: StoppedClock
) -> None:
    async with client_at(app, HOME) as known, client_at(app, HOME) as unknown:
        assert await try_password(known, PASSWORD) == 200
        world = [
            throttle.from_network(VICTIM, f"192.0.2.{number}/32") for number in range(FREE_FAILURES_OF_ADDRESS + 1)
        ]
        await exhaust(app.state.database, world, clock)

        assert [await try_password(unknown), await try_password(unknown, PASSWORD)] == [401, 429]
        assert await try_password(known, PASSWORD) == 200


async def test_known_device_is_no_way_to_guess(app: FastAPI, client: httpx.AsyncClient, account: Account) -> None:
    await try_password(client, PASSWORD)
    answers = [await try_password(client) for _ in range(FREE_FAILURES + 2)]
    assert answers == [401] * (FREE_FAILURES + 1) + [429]


async def test_device_is_known_to_its_own_account_only(
    app: FastAPI, client: httpx.AsyncClient, account: Account, clock: StoppedClock
) -> None:
    await try_password(client, PASSWORD)
    other = "sora@example.org"
    world = [throttle.from_network(other, f"192.0.2.{number}/32") for number in range(FREE_FAILURES_OF_ADDRESS + 1)]
    await exhaust(app.state.database, world, clock)

    assert [await try_password(client, email=other) for _ in range(2)] == [401, 429]


async def test_own_success_does_not_buy_guesses_at_other_accounts(
    app: FastAPI, account: Account, clock: StoppedClock
) -> None:
    network = f"{ATTACKER}/32"
    guesses = [throttle.from_network(f"p{number}@example.org", network) for number in range(FREE_FAILURES_OF_NETWORK)]
    await exhaust(app.state.database, guesses, clock)
    async with client_at(app, ATTACKER) as attacker:
        own = await try_password(attacker, PASSWORD)
        attacker.cookies.clear()
        others = [await try_password(attacker, email=f"q{number}@example.org") for number in range(2)]

    assert (own, others) == (200, [401, 429])


async def test_sign_in_of_a_whole_hall_is_not_held_up(app: FastAPI, account: Account) -> None:
    async with client_at(app, HOME) as hall:
        answers = []
        for _ in range(FREE_FAILURES_OF_NETWORK + 5):
            answers.append(await try_password(hall, PASSWORD))
            hall.cookies.clear()
    assert answers == [200] * (FREE_FAILURES_OF_NETWORK + 5)


async def test_present_password_cannot_be_guessed_in_an_open_browser(app: FastAPI, account: Account) -> None:
    guess = {"current_password": "wrong", "new_password": "a well in the courtyard"}
    async with await signed_in(app, account) as client:
        answers = [(await client.put("/api/v1/me/password", json=guess)).status_code for _ in range(FREE_FAILURES + 2)]
    assert answers == [422] * (FREE_FAILURES + 1) + [429]


async def test_failures_are_forgotten_after_a_while_and_swept_away(
    app: FastAPI, client: httpx.AsyncClient, account: Account, clock: StoppedClock
) -> None:
    for _ in range(FREE_FAILURES + 1):
        await try_password(client)
    clock.advance(seconds=1 + FAILURES_REMEMBERED.total_seconds())
    later = [await try_password(client) for _ in range(FREE_FAILURES + 1)]
    clock.advance(seconds=1 + (FAILURES_REMEMBERED + LONGEST_DELAY).total_seconds())
    async with app.state.database.write() as db:
        await throttle.count(db, throttle.from_device(VICTIM, account.id), clock())
        left = (await db.exec(select(SignInThrottle))).all()

    assert later == [401] * (FREE_FAILURES + 1)
    assert [row.since for row in left] == [clock()]


class Guesser:
    """Tries whenever it may. What it would try in between is refused, and a refusal changes nothing."""

    def __init__(self, app: FastAPI, network: str) -> None:
        self.app = app
        self.subjects = throttle.from_network(VICTIM, network)
        self.may_at = app.state.clock()
        self.guesses = 0

    async def guess(self) -> None:
        now = self.app.state.clock()
        if now < self.may_at:
            return
        try:
            async with self.app.state.database.write() as db:
                await throttle.count(db, self.subjects, now)
            self.guesses += 1
        except TooManyAttempts as refused:
            self.may_at = now + timedelta(seconds=int(refused.headers["Retry-After"]))


async def test_one_guesser_at_work_for_hours_keeps_nobody_out(
    app: FastAPI, account: Account, clock: StoppedClock
) -> None:
    guesser, answers = Guesser(app, f"{ATTACKER}/32"), []
    async with client_at(app, HOME) as owner:
        for second in range(3 * 3600):
            await guesser.guess()
            if second % 300 == 299:
                answers += [await try_password(owner), await try_password(owner, PASSWORD)]
                owner.cookies.clear()
            clock.advance(seconds=1)

    assert answers == [401, 200] * 36
    assert 0 < guesser.guesses <= 3 * 4 * 25


async def test_two_hundred_guessers_keep_nobody_out(app: FastAPI, account: Account, clock: StoppedClock) -> None:
    guessers = [Guesser(app, f"192.0.2.{number}/32") for number in range(200)]
    answers = []
    for seconds in (60, 15 * 60, 44 * 60):
        for guesser in guessers:
            await guesser.guess()
        async with client_at(app, HOME) as owner:
            answers.append(await try_password(owner, PASSWORD))
        clock.advance(seconds=seconds)

    assert answers == [200] * 3
    assert sum(guesser.guesses for guesser in guessers) <= 3 * 200 + 60


async def test_pair_that_guesses_on_fills_no_more_than_its_share(
    app: FastAPI, account: Account, clock: StoppedClock
) -> None:
    guesser = Guesser(app, f"{ATTACKER}/32")
    for _ in range(int(FAILURES_REMEMBERED.total_seconds())):
        await guesser.guess()
        clock.advance(seconds=1)
    subjects = guesser.subjects
    async with app.state.database.read() as db:
        failures = {row.subject: row.failures for row in (await db.exec(select(SignInThrottle))).all()}

    assert failures == {
        subjects.own: guesser.guesses,
        subjects.address: FREE_FAILURES,
        subjects.network: FREE_FAILURES,
    }


async def test_hall_with_some_failures_waits_a_minute_at_most(
    app: FastAPI, account: Account, clock: StoppedClock
) -> None:
    people = [throttle.from_network(f"p{number}@example.org", f"{HOME}/32") for number in range(60)]
    for person in [*people, *people[: FREE_FAILURES_OF_NETWORK + 8 - len(people)]]:
        clock.advance(seconds=5)
        with suppress(TooManyAttempts):
            await exhaust(app.state.database, [person], clock)
    before = clock()
    async with client_at(app, HOME) as hall:
        while await try_password(hall, PASSWORD) == 429:
            clock.advance(seconds=1)

    assert timedelta() < clock() - before <= LONGEST_DELAY


async def test_delay_ends_when_the_answer_says_so(app: FastAPI, account: Account, clock: StoppedClock) -> None:
    here = throttle.from_network(VICTIM, f"{HOME}/32")

    async def wait() -> int:
        try:
            await exhaust(app.state.database, [here], clock)
        except TooManyAttempts as refused:
            return int(refused.headers["Retry-After"])
        return 0

    waits = []
    for _ in range(FREE_FAILURES + 5):
        waits.append(await wait())
        clock.advance(seconds=waits[-1])
    clock.advance(seconds=4, milliseconds=-1)
    still = await wait()
    clock.advance(milliseconds=1)

    assert waits == [0] * (FREE_FAILURES + 1) + [1, 0, 2, 0]
    assert (still, await wait()) == (1, 0)


async def test_what_was_typed_is_not_kept(app: FastAPI, client: httpx.AsyncClient) -> None:
    await try_password(client, email="my-secret-password@example.org")
    async with app.state.database.read() as db:
        rows = [row.model_dump_json() for row in (await db.exec(select(SignInThrottle))).all()]
    assert len(rows) == 3
    assert "secret" not in "".join(rows)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.5", "203.0.113.5/32"),
        ("::ffff:203.0.113.5", "203.0.113.5/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "unknown"),
        (None, "unknown"),
    ],
)
def test_network_is_an_address_or_what_one_household_has(address: str | None, network: str) -> None:
    assert throttle.name_network(address) == network


def test_failures_are_remembered_longer_than_any_delay() -> None:
    assert LONGEST_DELAY < FAILURES_REMEMBERED


async def test_networks_of_one_site_share_their_guesses(
    app: FastAPI, database: Database, account: Account, clock: StoppedClock
) -> None:
    networks = [throttle.name_network(f"2001:db8:7:{number:x}::1") for number in range(FREE_FAILURES_OF_SITE)]
    await exhaust(database, [throttle.from_network(VICTIM, network) for network in networks], clock)

    async with client_at(app, "2001:db8:7:ffff::1") as within, client_at(app, "2001:db8:8::1") as elsewhere:
        last = [await try_password(within) for _ in range(2)]
        owner = await try_password(elsewhere, PASSWORD)

    assert (last, owner) == ([401, 429], 200)
