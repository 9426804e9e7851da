"""What a visitor asks of the registry, and which plans that is. Pure."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields

from madang.action_plans.models import OwnerKind, PlanStatus
from madang.action_plans.queries.public import ListedPlan
from madang.action_plans.rules import sdg
from madang.core.countries import countries
from madang.core.errors import ParameterUnknown
from madang.core.text import search_key
from madang.feeds.errors import FilterUnknown
from madang.feeds.rules import Pairs, check_parameters
from madang.programme.snapshot import Snapshot

PER_PAGE = 30
LAST_PAGE = 1000
PUBLIC_STATUSES = tuple(status for status in PlanStatus if status is not PlanStatus.DRAFT)
_LONGEST_QUERY = 100
_FACETS: dict[str, Callable[[ListedPlan], Sequence[str]]] = {
    "status": lambda plan: [plan.status],
    "owner": lambda plan: [plan.owner_kind],
    "country": lambda plan: [plan.country] if plan.country else [],
    "pillar": lambda plan: plan.summary["pillars"],
    "strength": lambda plan: plan.summary["strengths"],
    "sdg": lambda plan: plan.summary["sdg"],
}
PARAMETERS = frozenset({*_FACETS, "q", "page", "lang"})
PLAN_PARAMETERS = frozenset({"lang"})


@dataclass(frozen=True)
class Search:
    """Which plans are wanted: of each filter that has values one must fit, and every word of `q` begins a word.

    `q` is as it was typed, but for spaces: the page shows it again.
    """

    q: str = ""
    page: int = 1
    status: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    pillar: tuple[str, ...] = ()
    strength: tuple[str, ...] = ()
    sdg: tuple[str, ...] = ()

    def pairs(self) -> list[tuple[str, str]]:
        """Return the search as query parameters, in canonical order."""
        given = [(one.name, value) for one in fields(self) if one.name in _FACETS for value in getattr(self, one.name)]
        return [*([("q", self.q)] if self.q else []), *given, *([("page", str(self.page))] if self.page > 1 else [])]

    @property
    def is_everything(self) -> bool:
        """Whether nothing was asked for but a page."""
        return not self.q and not any(getattr(self, name) for name in _FACETS)


@dataclass(frozen=True)
class Hits:
    """A page of what was found, how much there is, and how many of the whole registry each value of a filter has."""

    plans: list[ListedPlan]
    total: int
    pages: int
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


def known_values(snapshot: Snapshot) -> dict[str, Sequence[str]]:
    """Return which values each filter knows, whether or not a plan has them."""
    topics = snapshot["topics"]
    return {
        "status": PUBLIC_STATUSES,
        "owner": list(OwnerKind),
        "country": sorted(countries()),
        "pillar": [topic["key"] for topic in topics if topic["vocabulary"] == "pillar"],
        "strength": [topic["key"] for topic in topics if topic["vocabulary"] == "field"],
        "sdg": sdg.GOALS,
    }


def read_search(snapshot: Snapshot, pairs: Pairs) -> Search:
    """Return what a query asks for. Errors: ParameterUnknown, FilterUnknown."""
    check_parameters(pairs, PARAMETERS)
    once = [name for name in ("q", "page") if sum(given == name for given, _ in pairs) > 1]
    if once:
        raise ParameterUnknown("q and page are given once", errors=[(f"/query/{name}", "only once") for name in once])
    chosen: dict[str, tuple[str, ...]] = {}
    for name, values in known_values(snapshot).items():
        asked = {value for given, value in pairs if given == name}
        if asked - set(values):
            listed = "two-letter codes of ISO 3166-1" if name == "country" else ", ".join(values) or "none"
            raise FilterUnknown(
                f"values of {name}: {listed}", errors=[(f"/query/{name}", "nothing in this registry has that value")]
            )
        chosen[name] = tuple(value for value in values if value in asked)
    given = dict(pairs)
    page = given.get("page", "1")
    if not (page.isascii() and page.isdigit() and 1 <= int(page[:5]) <= LAST_PAGE):
        raise FilterUnknown(f"page is a number from 1 to {LAST_PAGE}", errors=[("/query/page", "no such page")])
    return Search(q=" ".join(given.get("q", "")[:_LONGEST_QUERY].split()), page=int(page[:5]), **chosen)


def read_lenient_search(snapshot: Snapshot, pairs: Pairs) -> Search:
    """Return what a page's address asks for; what is unknown is ignored, for links carry all kinds of things."""
    known = known_values(snapshot)
    kept = [
        (name, value)
        for name, value in dict.fromkeys(pairs)
        if (name in known and value in known[name]) or name == "q" or (name == "page" and value.isdigit())
    ]
    single = {name: value for name, value in kept if name in ("q", "page")}
    rest = [(name, value) for name, value in kept if name not in single]
    try:
        return read_search(snapshot, [*rest, *single.items()])
    except FilterUnknown:
        return read_search(snapshot, rest)


def find(plans: Sequence[ListedPlan], search: Search) -> Hits:
    """Return the plans that fit, newest first. Cost: one pass over the registry, which is a page's worth of words each.

    Facets count the whole registry, so that a visitor sees what there is before choosing it.
    """
    words = search_key(search.q).split()
    asked = [(getattr(search, name), of) for name, of in _FACETS.items()]

    def fits(plan: ListedPlan) -> bool:
        text = f" {plan.search_text} {search_key(' '.join((plan.city or {}).values()))}"
        return all(not wanted or not set(wanted).isdisjoint(of(plan)) for wanted, of in asked) and all(
            f" {word}" in text for word in words
        )

    found = sorted((plan for plan in plans if fits(plan)), key=lambda plan: (plan.published_at, plan.key), reverse=True)
    start = (search.page - 1) * PER_PAGE
    facets = {name: dict(Counter(value for plan in plans for value in of(plan))) for name, of in _FACETS.items()}
    pages = max(1, -(-len(found) // PER_PAGE))
    return Hits(found[start : start + PER_PAGE], len(found), pages, facets)
