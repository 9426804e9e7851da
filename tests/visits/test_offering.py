"""What is offered, and who gets what is free: pure."""

from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.programme.models import PublicStatus
from madang.visits.rules import Candidate, Offer
from madang.visits.rules.offering import fill, is_offered

OPTIONS = [UUID(int=number) for number in range(1, 5)]
A, B = OPTIONS[:2]
CONFIRMED, CANCELLED = PublicStatus.CONFIRMED, PublicStatus.CANCELLED


@pytest.mark.parametrize(
    ("session", "stops", "withdrawn", "offered"),
    [
        (CONFIRMED, [CONFIRMED, CANCELLED], False, True),
        (CONFIRMED, [CANCELLED, CANCELLED], False, False),
        (CONFIRMED, [], False, True),
        (CANCELLED, [CONFIRMED], False, False),
        (CONFIRMED, [CONFIRMED], True, False),
    ],
)
def test_option_is_offered_as_long_as_anything_of_it_takes_place(
    session: PublicStatus, stops: list[PublicStatus], withdrawn: bool, offered: bool
) -> None:
    assert is_offered(session, stops, withdrawn=withdrawn) is offered


offers = st.lists(st.tuples(st.none() | st.integers(0, 6), st.integers(0, 3)), min_size=0, max_size=len(OPTIONS)).map(
    lambda values: [Offer(OPTIONS[number], *value) for number, value in enumerate(values)]
)
waiting = st.lists(st.permutations(OPTIONS), max_size=12).flatmap(
    lambda wishes: st.lists(st.integers(0, len(OPTIONS)), min_size=len(wishes), max_size=len(wishes)).map(
        lambda lengths: [
            Candidate(UUID(int=100 + number), None, tuple(wish[:length]))
            for number, (wish, length) in enumerate(zip(wishes, lengths, strict=True))
        ]
    )
)
placed = st.dictionaries(st.sampled_from(OPTIONS), st.integers(0, 7))


@given(offers, placed, waiting)
def test_free_places_are_given_in_turn_and_no_more_than_there_are(
    offers: list[Offer], placed: dict[UUID, int], waiting: list[Candidate]
) -> None:
    given_to = fill(offers, placed, waiting)

    taken = Counter(given_to.values())
    running = {offer.id: offer for offer in offers if placed.get(offer.id, 0) >= offer.minimum}
    for offer in offers:
        count = placed.get(offer.id, 0) + taken[offer.id]
        assert not taken[offer.id] or offer.minimum <= count
        assert not taken[offer.id] or offer.id in running or placed.get(offer.id)
        assert not taken[offer.id] or offer.capacity is None or count <= offer.capacity
    # Whoever waits longer has one before anybody behind them has.
    assert list(given_to) == [candidate.id for candidate in waiting[: len(given_to)]]
    if len(given_to) < len(waiting):
        assert all(
            offer.capacity is not None and placed.get(offer.id, 0) + taken[offer.id] >= offer.capacity
            for offer in running.values()
        )


@given(offers, placed, waiting)
def test_who_is_first_takes_what_they_want_most_of_what_is_free(
    offers: list[Offer], placed: dict[UUID, int], waiting: list[Candidate]
) -> None:
    given_to = fill(offers, placed, waiting)

    free = {
        offer.id
        for offer in offers
        if placed.get(offer.id, 0) >= offer.minimum
        and (offer.capacity is None or placed.get(offer.id, 0) < offer.capacity)
    }
    if waiting and free:
        has = given_to[waiting[0].id]
        wished = [option for option in waiting[0].ranks if option in free or option == has]
        assert has in wished[:1] or not wished


@pytest.mark.parametrize(
    ("placed", "wishes", "given_to"),
    [
        ({A: 2, B: 5}, [(A,)], [A]),  # the minimum of three is reached again
        ({A: 1, B: 5}, [(A,)], []),  # it is not
        ({A: 1, B: 4}, [(A,), (A,)], [A, A]),  # it takes all who wait
        ({B: 4}, [(A,), (A,), (A,)], [B]),  # nobody has a place there: it does not run
        ({A: 1, B: 3}, [(A,), (B,)], [B, B]),  # who waits longest would be alone
    ],
)
def test_option_that_lost_people_is_filled_where_it_can_run_again(
    placed: dict[UUID, int], wishes: list[tuple[UUID, ...]], given_to: list[UUID]
) -> None:
    offered = [Offer(A, 4, 3), Offer(B, 5, 2)]
    waiting = [Candidate(UUID(int=100 + number), None, ranks) for number, ranks in enumerate(wishes)]

    assert list(fill(offered, placed, waiting).values()) == given_to
