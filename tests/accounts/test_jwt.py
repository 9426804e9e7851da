"""What passes for an access token, and all that must not."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from jose import jwt as jose

from madang.accounts import jwt
from madang.accounts.jwt import AccessClaims
from madang.core.ids import new_id

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
KEY, OLD_KEY = b"k" * 32, b"o" * 32
CLAIMS = AccessClaims(account_id=new_id(), login_id=new_id())


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def forge(*, key: str = KEY.hex(), algorithm: str = "HS256", **changed: Any) -> str:
    claims = jose.get_unverified_claims(jwt.issue(CLAIMS, key=KEY, now=NOW))
    claims = {name: value for name, value in (claims | changed).items() if value is not None}
    return str(jose.encode(claims, key, algorithm=algorithm))


def test_issued_token_says_who_it_speaks_for() -> None:
    assert jwt.find_claims(jwt.issue(CLAIMS, key=KEY, now=NOW), keys=[KEY], now=NOW) == CLAIMS


def test_token_of_the_key_before_is_still_good() -> None:
    assert jwt.find_claims(jwt.issue(CLAIMS, key=OLD_KEY, now=NOW), keys=[KEY, OLD_KEY], now=NOW) == CLAIMS


def test_token_lives_ten_minutes() -> None:
    token = jwt.issue(CLAIMS, key=KEY, now=NOW)
    good = [NOW + timedelta(minutes=10) - timedelta(seconds=1), NOW]
    bad = [NOW + timedelta(minutes=10), NOW - timedelta(seconds=1)]
    assert [jwt.find_claims(token, keys=[KEY], now=moment) for moment in good] == [CLAIMS, CLAIMS]
    assert [jwt.find_claims(token, keys=[KEY], now=moment) for moment in bad] == [None, None]


def nested(depth: int) -> str:
    return base64.urlsafe_b64encode(b"[" * depth + b"]" * depth).rstrip(b"=").decode()


BAD_TOKENS = {
    "of another key": forge(key="x" * 64),
    "of an empty key": forge(key=""),
    "unsigned": f"{part({'alg': 'none'})}.{part(jose.get_unverified_claims(forge()))}.",
    "of another algorithm": forge(algorithm="HS512"),
    "for another audience": forge(aud="elsewhere"),
    "of another issuer": forge(iss="elsewhere"),
    "of another type": forge(typ="refresh"),
    **{
        f"without {name}": forge(**{name: None})
        for name in ("exp", "iat", "nbf", "iss", "aud", "sub", "typ", "jti", "login")
    },
    "with a subject that is no id": forge(sub="root"),
    "with words for times": forge(exp="later"),
    "deeply nested": f"{nested(400)}.{nested(400)}.x",
    "very deeply nested": f"{nested(20_000)}.{nested(20_000)}.x",
    "of 60 kB": "a" * 60_000,
    "with NUL": "a.b\x00.c",
    "empty": "",
    "no token at all": "hello",
    "not ASCII": "é.é.é",
}


@pytest.mark.parametrize("token", BAD_TOKENS.values(), ids=BAD_TOKENS.keys())
def test_bad_token_is_no_token(token: str) -> None:
    assert jwt.find_claims(token, keys=[KEY], now=NOW) is None


@pytest.mark.parametrize("token", BAD_TOKENS.values(), ids=BAD_TOKENS.keys())
async def test_bad_token_is_answered_401(client: httpx.AsyncClient, token: str) -> None:
    header = b"Bearer " + token.encode("utf-8", "surrogateescape")
    answer = await client.get("/api/v1/me", headers=[(b"authorization", header)])
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


async def test_token_signed_with_another_installations_key_is_refused(app: FastAPI, client: httpx.AsyncClient) -> None:
    token = jwt.issue(CLAIMS, key=KEY, now=app.state.clock())
    answer = await client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
