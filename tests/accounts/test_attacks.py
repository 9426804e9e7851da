"""Signing in under attack: what comes in crooked, what changes meanwhile, what another page sends."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy.exc import IntegrityError
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from factories.accounts import make_account, signed_in
from factories.programme import EDITION
from madang.accounts.models import Account, Login, Role, RoleGrant
from madang.accounts.passwords import Passwords
from support.callers import PASSWORD
from support.moments import StoppedClock
from support.normalising import Normalised

TOKEN, REFRESH = "/api/v1/auth/token", "/api/v1/auth/refresh"
EMAIL = "mina@example.org"
RIGHT = {"username": EMAIL, "password": PASSWORD}


class Meddling(Passwords):
    """Counts what it is asked, and lets something happen while it hashes."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_kib=8)
        self.verified: list[bool] = []
        self.meanwhile: Callable[[], Awaitable[None]] | None = None

    async def find_fault(self, password: str, email: str) -> str | None:
        if self.meanwhile is not None:
            await self.meanwhile()
        return await super().find_fault(password, email)

    async def verify(self, stored: str | None, password: str) -> bool:
        self.verified.append(await super().verify(stored, password))
        if self.meanwhile is not None:
            await self.meanwhile()
        return self.verified[-1]


@pytest.fixture
def meddling(app: FastAPI) -> Meddling:
    app.state.passwords = Meddling()
    return app.state.passwords


@pytest_asyncio.fixture
async def account(app: FastAPI, passwords: Passwords) -> Account:
    password_hash = await passwords.hash(PASSWORD)
    async with app.state.database.write() as db:
        return await make_account(db, EMAIL, role=Role.ADMINISTRATOR, password_hash=password_hash)


async def change(app: FastAPI, **values: Any) -> None:
    async with app.state.database.write() as db:
        stored = (await db.exec(select(Account).where(Account.email == EMAIL))).one()
        for name, value in values.items():
            setattr(stored, name, value)


async def test_every_failure_costs_one_verification(
    app: FastAPI, client: httpx.AsyncClient, account: Account, meddling: Meddling, clock: StoppedClock
) -> None:
    await client.post(TOKEN, data=RIGHT | {"password": "wrong"})
    await client.post(TOKEN, data=RIGHT | {"username": "nobody@example.org"})
    await client.post(TOKEN, data=RIGHT | {"username": "no address"})
    await change(app, password_hash=None)
    await client.post(TOKEN, data=RIGHT)
    await change(app, disabled_at=clock())
    await client.post(TOKEN, data=RIGHT)

    assert meddling.verified == [False] * 5


async def test_no_transaction_waits_for_a_hash(
    app: FastAPI, client: httpx.AsyncClient, account: Account, meddling: Meddling
) -> None:
    async def write() -> None:
        # With the tests' database this raises when the request still holds a transaction.
        async with app.state.database.write() as db:
            await db.exec(select(Account))

    meddling.meanwhile = write
    bearer = {"Authorization": f"Bearer {(await client.post(TOKEN, data=RIGHT)).json()['access_token']}"}
    new = {"current_password": PASSWORD, "new_password": "a well in the courtyard"}
    changed = await client.put("/api/v1/me/password", json=new, headers=bearer)

    assert (changed.status_code, meddling.verified) == (204, [True, True])


@pytest.mark.parametrize("what", ["password_hash", "disabled_at"])
async def test_password_changed_or_account_disabled_while_hashing_signs_nobody_in(
    app: FastAPI, client: httpx.AsyncClient, account: Account, meddling: Meddling, clock: StoppedClock, what: str
) -> None:
    value = {"password_hash": "another", "disabled_at": clock()}[what]
    meddling.meanwhile = lambda: change(app, **{what: value})

    answer = await client.post(TOKEN, data=RIGHT)

    async with app.state.database.read() as db:
        logins = (await db.exec(select(Login))).all()
    assert (answer.status_code, answer.json()["code"], logins) == (401, "sign_in_failed", [])


async def test_two_password_changes_at_once_leave_the_first(
    app: FastAPI, client: httpx.AsyncClient, account: Account, meddling: Meddling
) -> None:
    bearer = {"Authorization": f"Bearer {(await client.post(TOKEN, data=RIGHT)).json()['access_token']}"}
    meddling.meanwhile = lambda: change(app, password_hash="of the other")
    new = {"current_password": PASSWORD, "new_password": "a well in the courtyard"}

    answer = await client.put("/api/v1/me/password", json=new, headers=bearer)

    async with app.state.database.read() as db:
        stored = (await db.exec(select(Account.password_hash))).one()
    assert (answer.json()["code"], stored) == ("password_wrong", "of the other")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "null"},
        {"Origin": "http://[broken"},
        {"Origin": ""},
    ],
)
@pytest.mark.parametrize("path", [TOKEN, REFRESH, "/api/v1/auth/sign-out"])
async def test_page_of_another_origin_is_refused(
    client: httpx.AsyncClient, account: Account, headers: dict[str, str], path: str
) -> None:
    answer = await client.post(path, data=RIGHT, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_origin")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}, {"Origin": "http://testserver"}],
)
async def test_own_page_and_program_may_sign_in(
    client: httpx.AsyncClient, account: Account, headers: dict[str, str]
) -> None:
    assert (await client.post(TOKEN, data=RIGHT, headers=headers)).status_code == 200
    assert (await client.post(REFRESH, headers=headers)).status_code == 200


CROOKED_FORMS: dict[str, tuple[str, bytes]] = {
    "NUL": ("application/x-www-form-urlencoded", b"username=%00&password=%00"),
    "lone surrogate": ("application/x-www-form-urlencoded", b"username=%ED%A0%80@a.org&password=%ED%A0%80"),
    "not UTF-8": ("application/x-www-form-urlencoded", b"username=%ff@a.org&password=%ff"),
    "nothing in it": ("application/x-www-form-urlencoded", b"username=&password="),
    "very long": (
        "application/x-www-form-urlencoded",
        b"username=" + b"a" * 100_000 + b"@a.org&password=" + b"b" * 500_000,
    ),
    "unknown charset": ("multipart/form-data; boundary=x; charset=nonsense", b"{form}"),
    "charset of surrogates": ("multipart/form-data; boundary=x; charset=unicode_escape", b"{form}"),
    "charset that always fails": ("multipart/form-data; boundary=x; charset=undefined", b"{form}"),
    "charset that is none": ("multipart/form-data; boundary=x; charset=hex", b"{form}"),
    "a file for an address": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="username"; filename="a"\r\n\r\nx\r\n--x--\r\n',
    ),
    "no boundary": ("multipart/form-data", b"x"),
    "JSON": ("application/json", b'{"username": "a"}'),
}
_MULTIPART = b"".join(
    b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n\\ud800@a.org\r\n' % name
    for name in (b"username", b"password")
)


@pytest.mark.parametrize("form", CROOKED_FORMS.values(), ids=CROOKED_FORMS.keys())
async def test_crooked_form_is_a_clear_refusal(client: httpx.AsyncClient, form: tuple[str, bytes]) -> None:
    content_type, content = form
    content = content.replace(b"{form}", _MULTIPART + b"--x--\r\n")
    answer = await client.post(TOKEN, content=content, headers={"Content-Type": content_type})
    assert answer.status_code in (400, 401, 422), answer.text
    assert answer.json()["code"] in ("bad_request", "sign_in_failed", "invalid")


@pytest.mark.parametrize("cookie", [b"x" * 5000, b"\xff\xfe", b"\x00", b'"'])
async def test_crooked_cookie_is_no_login(client: httpx.AsyncClient, cookie: bytes) -> None:
    answer = await client.post(REFRESH, headers=[(b"cookie", b"madang_refresh=" + cookie)])
    assert (answer.status_code, answer.json()["code"]) == (401, "login_ended")


async def test_crooked_user_agent_is_cleaned(app: FastAPI, client: httpx.AsyncClient, account: Account) -> None:
    answer = await client.post(TOKEN, data=RIGHT, headers=[(b"user-agent", b"Fire\x00\x1bfox " + b"x" * 1000)])
    async with app.state.database.read() as db:
        login = (await db.exec(select(Login))).one()
    assert (answer.status_code, login.user_agent[:9], len(login.user_agent)) == (200, "Firefox x", 300)


@pytest.mark.parametrize("password", ["\ud800" * 20, "\x00" * 20])
async def test_crooked_password_is_no_fault(app: FastAPI, account: Account, password: str) -> None:
    async with await signed_in(app, account) as client:
        answer = await client.put(
            "/api/v1/me/password",
            content='{"current_password": "%s", "new_password": "%s"}'
            % ((password.encode("unicode_escape").decode(),) * 2),
            headers={"Content-Type": "application/json"},
        )
    assert answer.status_code == 422


async def test_endless_marks_in_a_form_are_refused_and_never_normalised(
    client: httpx.AsyncClient, account: Account
) -> None:
    marks = "a" + "\u0301" * 15_000 + "\u0327" * 15_000
    with Normalised.in_module("madang.accounts.rules", "madang.accounts.passwords") as normalised:
        answers = [
            (await client.post(TOKEN, data=RIGHT | form)).status_code
            for form in ({"username": marks}, {"password": marks}, {"username": marks, "password": marks})
        ]
    assert answers == [401] * 3
    assert max(len(text) for text in normalised.texts) <= 320


async def test_password_of_a_thousand_characters_is_the_last_that_is_tried(passwords: Passwords) -> None:
    stored = await passwords.hash("a" * 1024)
    assert [await passwords.verify(stored, "a" * length) for length in (1024, 1025)] == [True, False]
    with pytest.raises(ValueError, match="1024"):
        await passwords.hash("a" * 1025)


async def test_password_is_the_same_on_every_keyboard(passwords: Passwords) -> None:
    assert await passwords.verify(await passwords.hash("cour d\u2019e\u0301te\u0301"), "cour d\u2019été")


async def test_role_for_the_whole_installation_is_granted_once(db: AsyncSession) -> None:
    account = await make_account(db, role=Role.ADMINISTRATOR)
    db.add(RoleGrant(account_id=account.id, role=Role.ADMINISTRATOR))
    with pytest.raises(IntegrityError):
        await db.flush()


async def test_edition_goes_with_the_roles_in_it(app: FastAPI, as_organiser: httpx.AsyncClient) -> None:
    edition = (await as_organiser.post("/api/v1/editions", json=EDITION)).json()
    async with app.state.database.write() as db:
        account = await make_account(db, role=Role.ORGANISER, edition_id=UUID(edition["id"]))
    path = f"/api/v1/editions/{EDITION['slug']}"
    async with await signed_in(app, account) as organiser:
        before = [(await organiser.get(path)).status_code, (await organiser.delete(path)).status_code]
        gone = await as_organiser.delete(path, headers={"If-Match": '"1"'})
        after = await organiser.get(path)

    assert (before, gone.status_code, after.status_code) == ([200, 403], 204, 403)
