from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.accounts.models import Role
from madang.accounts.rules import (
    LONGEST_DELAY,
    ROLE_SCOPES,
    SCOPE_MEANING,
    Scope,
    find_password_fault,
    normalise_email,
    wait_until,
)
from support.normalising import Normalised

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        (" Mina@Example.ORG ", "mina@example.org"),
        ("ｍｉｎａ@example.org", "mina@example.org"),
        ("mina@seoul.go.kr", "mina@seoul.go.kr"),
        ("mina@서울.kr", "mina@xn--2i4bq6h.kr"),
        ("organiser@localhost", "organiser@localhost"),
    ],
)
def test_other_spelling_of_an_address_is_the_same_address(typed: str, compared: str) -> None:
    assert normalise_email(typed) == compared


NO_ADDRESSES = [
    "",
    "mina",
    "@example.org",
    "a@b@c.org",
    "a b@c.org",
    "mina@host",
    "a@" + "x" * 400,
    "a" * 320 + "@example.org",
    "mina\x00@example.org",
    "mina\u202e@example.org",
    "mina\ud800@example.org",
    "mina@exa\ud800mple.org",
    "mina@example..org",
    "mina@example.org>",
    "<mina@example.org",
    "mina,sora@example.org",
    "mina@example.org\r\nBcc:sora@example.org",
]


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="e-mail address"):
        normalise_email(text)


@given(st.emails() | st.text().map(lambda local: f"{local}@example.org"))
def test_normalised_address_stays_as_it_is(address: str) -> None:
    try:
        once = normalise_email(address)
    except ValueError:
        return
    assert normalise_email(once) == once


@pytest.mark.parametrize(
    "password",
    ["short", "x" * 257, "password1234", "PASSWORD1234", "aaaaaaaaaaaabbb", "seoul19seoul19", "mina@example.org"],
)
def test_weak_password_is_refused(password: str) -> None:
    assert find_password_fault(password, "mina@example.org") is not None


def test_length_is_all_that_a_password_needs() -> None:
    assert find_password_fault("a courtyard of one's own", "mina@example.org") is None


@given(st.text("a\u0301\u0327\u0f73@.", min_size=1, max_size=50))
def test_address_too_long_to_be_one_is_not_looked_at(text: str) -> None:
    with Normalised.in_module("madang.accounts.rules") as normalised, pytest.raises(ValueError, match="320 characters"):
        normalise_email(text * (100_000 // len(text)))
    assert normalised.texts == []


def test_address_that_grows_by_being_folded_is_refused() -> None:
    with pytest.raises(ValueError, match="320 characters"):
        normalise_email("a@" + "\ufdfa" * 300 + ".org")


@given(st.integers(min_value=0, max_value=10_000))
def test_throttle_never_locks_out_for_good(failures: int) -> None:
    assert NOW <= wait_until(failures, NOW) <= NOW + LONGEST_DELAY


def test_throttle_lets_a_few_mistakes_pass_and_then_doubles() -> None:
    assert [(wait_until(failures, NOW) - NOW) for failures in (5, 6, 7, 8, 50)] == [
        timedelta(),
        timedelta(seconds=1),
        timedelta(seconds=2),
        timedelta(seconds=4),
        LONGEST_DELAY,
    ]


def test_every_scope_means_something_and_every_role_has_some() -> None:
    assert set(SCOPE_MEANING) == set(Scope)
    assert set(ROLE_SCOPES) == set(Role)
    assert Scope.EDITIONS_WRITE not in ROLE_SCOPES[Role.ORGANISER]
