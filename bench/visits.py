"""How long it takes to send five thousand people on forty options, and once more when one of these is cancelled.

Each plan is made in a process of its own, so that its peak of memory is its own; the bare flow of wishes beside it is
the same linear program without the choice of what runs, the spread of delegations and the explanations. The ratio is of
seconds of the processor, for others may use it meanwhile.
"""

import multiprocessing
import random
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from madang.visits.rules import Candidate, Offer, Plan, assign
from madang.visits.rules.assignment import number_wishes
from madang.visits.rules.wishes import Room, Wishes

PEOPLE, OPTIONS, DELEGATIONS = 5000, 40, 300
GOAL = 10
_INDIFFERENT = 20  # one in so many ranks nothing


@dataclass(frozen=True)
class _Measured:
    seconds: float
    busy: float
    bare: float
    megabytes: float
    plan: Plan


def report() -> None:
    """Measure places that are scarce, and minimums that are hard to meet, and print it."""
    print(f"{PEOPLE:,} people of {DELEGATIONS} delegations over {OPTIONS} options, 5 to 10 wishes each")
    print(f"{'':44}{'seconds':>8}{'CPU':>8}{'bare':>8}{'ratio':>8}{'MB added':>10}{'closed':>8}{'waiting':>8}")
    for name, places, minimum in (
        ("a tenth more places than people", 1.1, 20),
        ("a twentieth fewer places", 0.95, 20),
        ("twice the places, minimums of 70", 2.0, 70),
        ("2.5 times the places, minimums of 90", 2.5, 90),
    ):
        offers, candidates = invent(places, minimum)
        fresh = _measure(offers, candidates, keep=False)
        _print(name, fresh)
        seated = [
            replace(candidate, current=placing.option)
            for candidate, placing in zip(candidates, fresh.plan.placings, strict=True)
        ]
        taken = Counter(placing.option for placing in fresh.plan.placings if placing.option).most_common(1)[0][0]
        _print("  an option cancelled", _measure([offer for offer in offers if offer.id != taken], seated, keep=True))
    print(f"goal: less than {GOAL} seconds each")


def invent(places: float, minimum: int) -> tuple[list[Offer], list[Candidate]]:
    """Make up a visit: so many places a person, some options far more wanted than others."""
    chance = random.Random(2019)
    ids = [UUID(int=1 + number) for number in range(OPTIONS)]
    wanted = [(1 + number) ** -0.8 for number in range(OPTIONS)]
    candidates = []
    for number in range(PEOPLE):
        wishes = sorted(range(OPTIONS), key=lambda option: chance.expovariate(wanted[option]))
        count = 0 if chance.randrange(_INDIFFERENT) == 0 else chance.randint(5, 10)
        group = UUID(int=10**6 + chance.randrange(DELEGATIONS))
        candidates.append(Candidate(UUID(int=10**7 + number), group, tuple(ids[wish] for wish in wishes[:count])))
    return [Offer(id, int(PEOPLE * places / OPTIONS), minimum) for id in ids], candidates


def _print(name: str, found: _Measured) -> None:
    ratio = found.busy / found.bare
    waiting = sum(placing.option is None for placing in found.plan.placings)
    print(
        f"{name:<44}{found.seconds:>8.2f}{found.busy:>8.2f}{found.bare:>8.2f}{ratio:>8.1f}{found.megabytes:>10.0f}"
        f"{len(found.plan.not_running):>8}{waiting:>8}"
    )


def _measure(offers: list[Offer], candidates: list[Candidate], *, keep: bool) -> _Measured:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        plan, seconds, busy, megabytes = pool.apply(_plan, (offers, candidates, keep))
        bare = pool.apply(_solve_bare, (offers, candidates, keep))
    return _Measured(seconds, busy, bare, megabytes, plan)


def _plan(offers: list[Offer], candidates: list[Candidate], keep: bool) -> tuple[Plan, float, float, float]:
    before = _peak()
    begun, busy = time.perf_counter(), time.process_time()
    plan = assign(offers, candidates, keep=keep)
    seconds, busy = time.perf_counter() - begun, time.process_time() - busy
    return plan, seconds, busy, (_peak() - before) / 1024


def _solve_bare(offers: list[Offer], candidates: list[Candidate], keep: bool) -> float:
    kinds = Counter(number_wishes(offers, candidates, keep=keep))
    rooms = [Room(offer.capacity or 0, 0) for offer in offers]
    busy = time.process_time()
    wishes = Wishes(kinds, rooms, max(0, len(candidates) - sum(room.most for room in rooms)))
    wishes.solve(tuple((0, room.most) for room in rooms))
    return time.process_time() - busy


def _peak() -> int:
    """Return the peak of memory in kilobytes; `ru_maxrss` begins with that of the process that started this."""
    return next(int(line.split()[1]) for line in Path("/proc/self/status").open() if line.startswith("VmHWM"))
