"""Who goes on which option of a visit: beside trying everything, and by what must be true of any plan."""

import threading
from collections import Counter
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.visits.rules import Because, Candidate, Offer, Plan, Shortfall, assign, running
from madang.visits.rules.solver import Undecided
from madang.visits.service import planning
from visits.trying import (
    NOT_OFFERED,
    Visit,
    all_plans,
    best_by_counting,
    cost_of_wish,
    delegation,
    has_moved,
    is_pinned,
    may_be,
    option,
    person,
    places_of,
    visits,
    worth,
)

A, B, C = option(1), option(2), option(3)
KEEP = st.booleans()
SMALL, MIDDLE, LARGE = visits(people=5, options=3), visits(people=9, options=4), visits(people=25, options=5)


def plan_of(visit: Visit, *, keep: bool) -> Plan:
    return assign(visit.offers, visit.candidates, keep=keep)


def people(*ranks: tuple[UUID, ...], **same: Any) -> list[Candidate]:
    return [Candidate(person(number), None, wishes, **same) for number, wishes in enumerate(ranks)]


def free_pairs(visit: Visit, plan: Plan) -> list[tuple[Candidate, UUID | None]]:
    pairs = zip(visit.candidates, places_of(plan), strict=True)
    return [(who, place) for who, place in pairs if not is_pinned(visit, who)]


# --- as good as can be -----------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(SMALL, KEEP)
def test_no_plan_is_better(visit: Visit, keep: bool):
    places = places_of(plan_of(visit, keep=keep))

    assert may_be(visit, places)
    assert worth(visit, places, keep=keep) == min(worth(visit, other, keep=keep) for other in all_plans(visit))


@settings(max_examples=20)
@given(MIDDLE, KEEP)
def test_places_moves_and_wishes_of_more_people_are_the_best(visit: Visit, keep: bool):
    places = places_of(plan_of(visit, keep=keep))

    assert worth(visit, places, keep=keep)[:3] == best_by_counting(visit, keep=keep)


@settings(max_examples=25)
@given(MIDDLE, KEEP)
def test_many_people_get_the_best_places_moves_and_wishes(visit: Visit, keep: bool):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "FEW_PEOPLE", 0)
        places = places_of(plan_of(visit, keep=keep))

    assert may_be(visit, places)
    assert worth(visit, places, keep=keep)[:3] == best_by_counting(visit, keep=keep)


@settings(max_examples=20)
@given(MIDDLE, KEEP)
def test_where_there_is_no_time_to_choose_all_promises_are_kept(visit: Visit, keep: bool):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "Choice", _NoTime)
        places = places_of(plan_of(visit, keep=keep))

    assert may_be(visit, places)
    assert places.count(None) == best_by_counting(visit, keep=keep)[0]


class _NoTime:
    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def choose(self, _others: Any = ()) -> None:
        raise Undecided


def test_choice_that_takes_too_long_is_given_up():
    offers = [Offer(option(number), 20, 10) for number in range(40)]
    wishes = [tuple(offers[(person * 7 + step * 11) % 40].id for step in range(40)) for person in range(200)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "MOST_SECONDS", 0.1)
        plan = assign(offers, people(*wishes), keep=False)

    together = Counter(placing.option for placing in plan.placings)
    assert None not in together
    assert all(10 <= count <= 20 for count in together.values())


async def test_plans_do_not_take_the_threads_of_others(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(planning, "assign", lambda *_, **__: threading.current_thread().name)

    worked_in = await planning.compute(planning.Basis([], [], keep=False))

    assert str(worked_in).startswith("planning")


def test_indifferent_crowd_runs_all_options_whose_minimums_can_be_met():
    offers = [Offer(option(number), 200, 20) for number in range(8)]
    crowd = [Candidate(person(number), delegation(number % 30), ()) for number in range(240)]

    plan = assign(offers, crowd, keep=False)

    together = Counter((who.group, placing.option) for who, placing in zip(crowd, plan.placings, strict=True))
    assert (plan.not_running, set(together.values())) == (frozenset(), {1})


def test_as_many_have_a_place_as_minimums_allow():
    offers = [Offer(A, 2, 2), Offer(B, 3, 3), Offer(C, 3, 3)]

    plan = assign(offers, people((A,), (A,), (B,), (C,)), keep=False)

    assert (places_of(plan).count(None), len(plan.not_running)) == (1, 2)


def test_whom_a_hand_has_put_somewhere_counts_for_the_spread():
    first, second = delegation(1), delegation(2)
    candidates = [
        Candidate(person(1), first, (), pinned=A),
        Candidate(person(2), second, (), pinned=B),
        Candidate(person(3), first, ()),
        Candidate(person(4), second, ()),
    ]

    assert places_of(assign([Offer(A, 2), Offer(B, 2)], candidates, keep=False)) == (A, B, B, A)
    assert places_of(assign([Offer(B, 2), Offer(A, 2)], candidates, keep=False)) == (A, B, B, A)


def test_no_wish_is_given_up_for_a_better_spread():
    """Two of a delegation are in A already, and yet one more goes there; who wants nothing takes no wished place."""
    seen = [Candidate(person(number), delegation(1), (), pinned=A) for number in range(2)]
    wishing = [Candidate(person(number), delegation(1), (A, B)) for number in (2, 3)]
    indifferent = Candidate(person(4), delegation(1), ())
    others = people((B, A), (B, A))

    assert places_of(assign([Offer(A, 3), Offer(B, None)], [*seen, *wishing], keep=False)) == (A, A, A, B)
    seen = [replace(who, id=person(10 + number)) for number, who in enumerate(seen)]
    plan = assign([Offer(A, None), Offer(B, 1)], [*others, *seen, indifferent], keep=False)
    assert places_of(plan) == (B, A, A, A, A)


# --- what is true of any plan ----------------------------------------------------------------------------------


@settings(max_examples=20)
@given(LARGE, KEEP)
def test_pins_capacities_and_minimums_hold(visit: Visit, keep: bool):
    assert may_be(visit, places_of(plan_of(visit, keep=keep)))


@settings(max_examples=20)
@given(LARGE, KEEP)
def test_nobody_waits_while_a_place_is_free(visit: Visit, keep: bool):
    """An option that runs has a free place, or enough people wait to run one more."""
    plan = plan_of(visit, keep=keep)

    filled = Counter(places_of(plan))
    for offer in visit.offers:
        if filled[None] and offer.id not in plan.not_running:
            assert filled[offer.id] >= (filled[offer.id] + 1 if offer.capacity is None else offer.capacity)
        if offer.id in plan.not_running and offer.capacity:
            assert filled[offer.id] + filled[None] < offer.minimum


@settings(max_examples=20)
@given(LARGE)
def test_no_two_people_would_rather_exchange_their_places(visit: Visit):
    """Anew, nobody whom no hand has put somewhere wants another's place more who wants theirs more, or as much."""
    assert list(exchanges(visit, free_pairs(visit, plan_of(visit, keep=False)))) == []


@settings(max_examples=20)
@given(LARGE)
def test_no_two_people_who_are_free_to_move_would_rather_exchange_their_places(visit: Visit):
    """Keeping, so it is among those who had no place that is offered, or have left it already."""
    pairs = free_pairs(visit, plan_of(visit, keep=True))
    offered = {offer.id for offer in visit.offers}
    free = [(who, place) for who, place in pairs if who.current not in offered or has_moved(visit, who, place)]

    assert list(exchanges(visit, free)) == []


def exchanges(visit: Visit, pairs: list[tuple[Candidate, UUID | None]]):
    for position, (one, here) in enumerate(pairs):
        for other, there in pairs[position + 1 :]:
            now = cost_of_wish(visit, one, here), cost_of_wish(visit, other, there)
            then = cost_of_wish(visit, one, there), cost_of_wish(visit, other, here)
            if then != now and all(after <= before for after, before in zip(then, now, strict=True)):
                yield one.id, other.id


@settings(max_examples=10)
@given(LARGE, KEEP)
def test_same_input_gives_the_same_plan(visit: Visit, keep: bool):
    assert plan_of(visit, keep=keep) == plan_of(visit, keep=keep)


@settings(max_examples=15)
@given(LARGE)
def test_nobody_moves_when_nothing_has_changed(visit: Visit):
    before = plan_of(visit, keep=False)
    seated = [replace(who, current=place) for who, place in zip(visit.candidates, places_of(before), strict=True)]

    after = assign(visit.offers, seated, keep=True)

    assert (after.moves, places_of(after)) == (0, places_of(before))


# --- explanations ----------------------------------------------------------------------------------------------


@settings(max_examples=25)
@given(LARGE, KEEP)
def test_explanations_are_true(visit: Visit, keep: bool):
    plan = plan_of(visit, keep=keep)

    filled = Counter(places_of(plan))
    offered = {offer.id: offer for offer in visit.offers}
    assert plan.not_running == {id for id, offer in offered.items() if filled[id] < offer.minimum}
    assert [placing.candidate for placing in plan.placings] == [who.id for who in visit.candidates]
    waiting = [placing.waitlist_position for placing in plan.placings if placing.option is None]
    assert waiting == list(range(1, len(waiting) + 1))
    assert plan.moves == sum(
        has_moved(visit, who, place) for who, place in zip(visit.candidates, places_of(plan), strict=True)
    )
    for who, placing in zip(visit.candidates, plan.placings, strict=True):
        wanted = list(who.ranks)
        if placing.option in wanted:
            assert placing.rank == wanted.index(placing.option) + 1
            wanted = wanted[: placing.rank - 1]
        else:
            assert placing.rank is None
        if placing.because is Because.PINNED:
            wanted = []
        full = [id for id in wanted if id in offered and id not in plan.not_running and is_full(offered[id], filled)]
        assert list(placing.full) == full
        assert list(placing.not_running) == [id for id in wanted if id not in offered or id in plan.not_running]
        assert placing.moved_from == (None if who.current == placing.option else who.current)
        assert placing.because is reason(
            visit, who, placing.option, keep, open_=len(wanted) > len(full) + len(placing.not_running)
        )


def is_full(offer: Offer, filled: Counter[UUID | None]) -> bool:
    return offer.capacity is not None and filled[offer.id] >= offer.capacity


def reason(visit: Visit, who: Candidate, place: UUID | None, keep: bool, *, open_: bool) -> Because:
    if place is None:
        return Because.WAITLISTED
    if is_pinned(visit, who):
        return Because.PINNED
    if len(visit.offers) == 1:
        return Because.ONLY_OPTION
    if who.ranks[:1] == (place,):
        return Because.FIRST_CHOICE
    if keep and open_ and place == who.current:
        return Because.STAYED
    if place in who.ranks:
        return Because.LOWER_CHOICE
    return Because.UNRANKED if who.ranks else Because.NO_PREFERENCE


def test_who_could_have_more_stays_where_few_move():
    """The third leaves what is cancelled; the second would like to, and stays."""
    seated = [
        Candidate(person(1), None, (B, A), current=B),
        Candidate(person(2), None, (A, B), current=B),
        Candidate(person(3), None, (C, A, B), current=C),
    ]

    plan = assign([Offer(A, 5), Offer(B, 5)], seated, keep=True)

    assert [(placing.option, placing.rank, placing.because) for placing in plan.placings] == [
        (B, 1, Because.FIRST_CHOICE),
        (B, 2, Because.STAYED),
        (A, 2, Because.LOWER_CHOICE),
    ]
    assert (plan.placings[2].not_running, plan.placings[2].moved_from, plan.moves) == ((C,), C, 0)


def test_who_is_needed_for_a_minimum_sees_neither_full_nor_closed():
    plan = assign([Offer(A, 2), Offer(B, 4, 2)], people((A, B), (A, B), (A, B), (B,)), keep=False)

    assert [placing.option for placing in plan.placings] == [A, A, B, B]
    assert plan.placings[2].full == (A,)

    plan = assign([Offer(A, 3), Offer(B, 1), Offer(C, 4, 3)], people((A, C), (C,), (C,)), keep=False)

    assert plan.placings[0].option == C
    assert (plan.placings[0].because, plan.placings[0].full, plan.placings[0].not_running) == (
        Because.LOWER_CHOICE,
        (),
        (),
    )


# --- order -----------------------------------------------------------------------------------------------------


def test_two_second_choices_beat_a_first_and_a_third():
    offers = [Offer(A, 1), Offer(B, 1), Offer(C, 0)]

    plan = assign(offers, people((A, B), (C, A, B)), keep=False)

    assert [placing.rank for placing in plan.placings] == [2, 2]


def test_whoever_comes_earlier_has_the_better_of_equal_places():
    plan = assign([Offer(A, 1), Offer(B, 1)], people((A, B), (A, B), (A, B)), keep=False)

    assert places_of(plan) == (A, B, None)


@settings(max_examples=20)
@given(st.permutations([A, B, C]), st.integers(0, 3), st.lists(st.integers(0, 3), min_size=3, max_size=3), st.data())
def test_whoever_comes_earlier_has_the_better_place_also_across_delegations(
    wishes: list[UUID], ranked: int, capacities: list[int], data: st.DataObject
):
    offers = [Offer(id, capacity) for id, capacity in zip((A, B, C), capacities, strict=True)]
    groups = data.draw(st.permutations(range(8)))
    crowd = [Candidate(person(number), delegation(groups[number]), tuple(wishes[:ranked])) for number in range(8)]

    plan = assign(offers, crowd, keep=False)

    liking = [9 if placing.option is None else placing.rank or 8 for placing in plan.placings]
    assert liking == sorted(liking)


# --- what could not be met -------------------------------------------------------------------------------------


def test_shortfalls_say_what_is_missing():
    offers = [Offer(A, 2), Offer(B, 1), Offer(C, 9, 8), Offer(option(4), 9, 8)]
    candidates = [
        *people((C, A), (A,), (A,), (C, A)),
        Candidate(person(10), None, (), pinned=B),
        Candidate(person(11), None, (), pinned=B),
        Candidate(person(12), None, (), pinned=option(4)),
        Candidate(person(13), None, (), pinned=NOT_OFFERED),
    ]

    plan = assign(offers, candidates, keep=False)

    assert set(plan.shortfalls) == {
        Shortfall("capacity", None, 3),
        Shortfall("pinned_over_capacity", B, 1),
        Shortfall("minimum", C, 6),
        Shortfall("pinned_below_minimum", option(4), 7),
        Shortfall("pinned_not_offered", NOT_OFFERED, 1),
    }
    assert len(plan.shortfalls) == 5


@settings(max_examples=20)
@given(LARGE, KEEP)
def test_shortfalls_are_counted_right(visit: Visit, keep: bool):
    plan = plan_of(visit, keep=keep)

    filled = Counter(places_of(plan))
    missing = {(short.kind, short.option): short.missing for short in plan.shortfalls}
    assert missing.get(("capacity", None), 0) == filled[None]
    wanting = Counter(id for placing in plan.placings for id in placing.not_running)
    pinned = Counter(who.pinned for who in visit.candidates)
    assert missing.get(("pinned_not_offered", NOT_OFFERED), 0) == pinned[NOT_OFFERED]
    for offer in visit.offers:
        count = filled[offer.id]
        over = 0 if offer.capacity is None else max(0, count - offer.capacity)
        assert missing.get(("pinned_over_capacity", offer.id), 0) == over
        assert missing.get(("pinned_below_minimum", offer.id), 0) == (max(0, offer.minimum - count) if count else 0)
        closed = not count and offer.minimum > 0
        assert missing.get(("minimum", offer.id)) == (max(0, offer.minimum - wanting[offer.id]) if closed else None)


def test_nothing_offered_leaves_everybody_waiting():
    plan = assign([], people((A,), ()), keep=False)

    assert (places_of(plan), plan.placings[0].not_running) == ((None, None), (A,))
    assert assign([Offer(A, 1, 1)], [], keep=True).placings == ()


# --- what contradicts itself -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offers", "candidates", "message"),
    [
        ([Offer(A, 1), Offer(A, 2)], [], f"option {A} is offered twice"),
        ([Offer(A, -1)], [], f"option {A}: its capacity is negative"),
        ([Offer(A, 1, -1)], [], f"option {A}: its minimum is negative"),
        ([Offer(A, 1, 2)], [], f"option {A}: its minimum is above its capacity"),
        ([Offer(A, 1)], people((A,)) * 2, f"candidate {person(0)} is there twice"),
        ([Offer(A, 1)], people((A, B, A)), f"candidate {person(0)} ranks option {A} twice"),
    ],
)
def test_what_contradicts_itself_is_named(offers: list[Offer], candidates: list[Candidate], message: str):
    with pytest.raises(ValueError, match=message):
        assign(offers, candidates, keep=False)
