"""Tokens of an attacker's making, wherever a token is taken: always 401, never a fault."""

import base64
import hashlib
import hmac
import json
from typing import Any
from uuid import UUID

import httpx
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from fastapi import FastAPI
from jose import jwt as jose
from jose.utils import base64url_encode
from sqlmodel import delete

from factories.accounts import make_account, signed_in
from madang.accounts import api_tokens, jwt
from madang.accounts.models import Role, RoleGrant
from madang.core.ids import new_id
from support.moments import StoppedClock

_RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
_PRIVATE = _RSA.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
_PUBLIC = _RSA.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def nested(depth: int) -> str:
    return base64.urlsafe_b64encode(b"[" * depth + b"]" * depth).rstrip(b"=").decode()


def signed_with(secret: bytes, claims: dict[str, Any]) -> str:
    """Sign as python-jose would not: with a public key, or with nothing, for a secret."""
    body = f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part(claims)}"
    return f"{body}.{base64url_encode(hmac.digest(secret, body.encode(), hashlib.sha256)).decode()}"


def forgeries(good: str, key: bytes) -> dict[str, str]:
    """Return what is made of a good token by whoever knows everything but, mostly, the key."""
    claims = jose.get_unverified_claims(good)
    head, body, signature = good.split(".")
    text = key.hex()
    past = claims["iat"] - 86_400
    return {
        "signature of another": f"{head}.{body}.{signature[::-1]}",
        "other claims": f"{head}.{part(claims | {'sub': str(new_id())})}.{signature}",
        "alg none": f"{part({'alg': 'none', 'typ': 'JWT'})}.{body}.",
        "alg None, signed": f"{part({'alg': 'None', 'typ': 'JWT'})}.{body}.{signature}",
        "HS384": jose.encode(claims, text, algorithm="HS384"),
        "RS256": jose.encode(claims, _PRIVATE, algorithm="RS256"),
        "HS256 with a public key": signed_with(_PUBLIC, claims),
        "HS256 with an empty secret": signed_with(b"", claims),
        "another installation's": jose.encode(claims, "ab" * 32, algorithm="HS256"),
        "another issuer": jose.encode(claims | {"iss": "elsewhere"}, text, algorithm="HS256"),
        "another audience": jose.encode(claims | {"aud": "elsewhere"}, text, algorithm="HS256"),
        "expired": jose.encode(claims | {"iat": past, "nbf": past, "exp": past + 300}, text, algorithm="HS256"),
        "not yet": jose.encode(claims | {"nbf": claims["exp"]}, text, algorithm="HS256"),
        "deeply nested": f"{head}.{nested(20_000)}.{signature}",
        "nested within what is read": f"{head}.{nested(600)}.{signature}",
        "60 kB": good + "a" * 60_000,
        "NUL": f"{head}.{body}\x00.{signature}",
        "empty": "",
    }


async def make_forgeries(app: FastAPI, clock: StoppedClock) -> tuple[httpx.AsyncClient, dict[str, str]]:
    async with app.state.database.write() as db:
        account = await make_account(db, role=Role.ADMINISTRATOR)
    client = await signed_in(app, account)
    good = client.headers["Authorization"].removeprefix("Bearer ")
    return client, forgeries(good, app.state.keyring.newest("access-token"))


async def test_forged_access_token_is_401(app: FastAPI, client: httpx.AsyncClient, clock: StoppedClock) -> None:
    owner, forged = await make_forgeries(app, clock)
    assert (await owner.get("/api/v1/me")).status_code == 200

    answers = {
        name: await client.get("/api/v1/me", headers=[(b"authorization", b"Bearer " + token.encode())])
        for name, token in forged.items()
    }
    assert {name: (a.status_code, a.json()["code"]) for name, a in answers.items()} == dict.fromkeys(
        forged, (401, "unauthenticated")
    )


async def test_forged_ticket_is_401(app: FastAPI, client: httpx.AsyncClient, as_organiser: httpx.AsyncClient) -> None:
    key, now = app.state.keyring.newest("ticket"), app.state.clock()
    account = (await as_organiser.get("/api/v1/me")).json()
    claims = jwt.TicketClaims(account_id=UUID(account["id"]), version=account["version"])
    good = jwt.issue_ticket(claims, key=key, now=now)
    forged = forgeries(good, key)

    async def show(ticket: str) -> tuple[int, str]:
        answer = await client.post("/api/v1/auth/second-factor", json={"ticket": ticket, "code": "000000"})
        return answer.status_code, answer.json()["code"]

    assert await show(good) == (422, "code_wrong")
    answers = {name: await show(token) for name, token in forged.items()}
    assert {name: answer for name, answer in answers.items() if answer[0] not in (401, 422)} == {}
    # What is no ticket in shape is told so; nothing else is.
    assert {name for name, (status, _) in answers.items() if status == 422} <= {
        "empty",
        "60 kB",
        "NUL",
        "deeply nested",
    }


async def test_crooked_api_token_is_401(app: FastAPI, client: httpx.AsyncClient) -> None:
    unknown = api_tokens.make_token()
    crooked = [
        unknown,
        unknown[:-1] + ("0" if unknown[-1] != "0" else "1"),
        api_tokens.PREFIX,
        api_tokens.PREFIX + "a" * 60_000,
        unknown[:20] + "\x00" + unknown[21:],
        unknown[:20] + "é" + unknown[21:],
        unknown.upper(),
        api_tokens.PREFIX + nested(5_000),
    ]
    answers = [
        await client.get("/api/v1/editions", headers=[(b"authorization", b"Bearer " + token.encode())])
        for token in crooked
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(401, "unauthenticated")] * 8


async def test_who_loses_a_role_is_refused_at_the_next_request(app: FastAPI) -> None:
    async with app.state.database.write() as db:
        account = await make_account(db, role=Role.ADMINISTRATOR)
    caller = await signed_in(app, account)
    before = await caller.get("/api/v1/installation/accounts")
    async with app.state.database.write() as db:
        await db.exec(delete(RoleGrant))
    after = await caller.get("/api/v1/installation/accounts")

    assert (before.status_code, after.status_code, after.json()["code"]) == (200, 403, "forbidden")
