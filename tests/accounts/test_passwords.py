"""Which new passwords are taken: what is easily guessed decides, and deciding takes no time to speak of."""

import asyncio
from typing import Any

import pytest

from madang.accounts.passwords import Passwords
from madang.accounts.rules import find_password_fault

EMAIL = "mina.okafor@courtyard.example.org"


@pytest.mark.parametrize(
    "password", ["password1234", "qwertyuiop123", "aaaaaaaaaaaaaaaa", "minaokafor2026", "madangmadang", "Mina.Okafor"]
)
def test_guessable_password_is_refused_with_a_reason(password: str) -> None:
    assert find_password_fault(password, EMAIL)


def test_sentence_of_ones_own_is_taken() -> None:
    assert find_password_fault("nine lanterns under the persimmon", EMAIL) is None


@pytest.mark.parametrize("password", ["a" * 128, "4@8({[<369&1!|7+0$5%2" * 6])
def test_only_the_beginning_of_a_long_password_is_judged(password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[str] = []

    def judge(beginning: str, **_: object) -> dict[str, Any]:
        judged.append(beginning)
        return {"score": 4}

    monkeypatch.setattr("madang.accounts.rules.zxcvbn", judge)
    assert find_password_fault(password, EMAIL) is None
    assert judged == [password[:32]]


async def test_others_are_served_while_a_password_is_judged(passwords: Passwords) -> None:
    """The slowest there is: every character may stand for a letter."""
    ticks = 0
    judging = asyncio.ensure_future(passwords.find_fault("4@8({[<369&1!|7+0$5%2" * 6, EMAIL))
    while not judging.done():
        await asyncio.sleep(0.001)
        ticks += 1
    assert ticks > 2
