"""Which new passwords are taken: what is easily guessed decides, and deciding takes no time to speak of."""

import time

import pytest

from madang.accounts.rules import find_password_fault

EMAIL = "mina.okafor@courtyard.example.org"


@pytest.mark.parametrize(
    "password", ["password1234", "qwertyuiop123", "aaaaaaaaaaaaaaaa", "minaokafor2026", "madangmadang", "Mina.Okafor"]
)
def test_guessable_password_is_refused_with_a_reason(password: str) -> None:
    assert find_password_fault(password, EMAIL)


def test_sentence_of_ones_own_is_taken() -> None:
    assert find_password_fault("nine lanterns under the persimmon", EMAIL) is None


@pytest.mark.parametrize("password", ["a" * 128, "ab1" * 40, "qwerty" * 20, "é" * 128])
def test_judging_a_long_password_is_quick(password: str) -> None:
    begun = time.perf_counter()
    find_password_fault(password, EMAIL)
    assert time.perf_counter() - begun < 1
