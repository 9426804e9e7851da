"""The registry in HTML: a fragment of the list and one of a plan, which pages and the app take in. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, get_currency_symbol
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from madang.action_plans.queries.public import ListedPlan, PublishedPlan
from madang.action_plans.rules.tree import Row, budget_totals, build
from madang.action_plans.wording import wording
from madang.feeds.reader import Reader
from madang.feeds.registry import words
from madang.feeds.registry.search import Hits, Search, known_values
from madang.feeds.registry.shapes import country_name, in_order, plan_url, step_json
from madang.feeds.words import interface, interface_language

_ALWAYS_OPEN = 8  # values of a filter; more than that and those that no plan has are left out


class RegistryView:
    """What templates ask for: words, names, dates and addresses, in one reader's language."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.edition = reader.edition
        self.lang = interface_language(reader.lang, reader.edition["default_language"])
        self.wording = wording(self.lang)
        self.home = f"{reader.base_url}/e/{self.edition['slug']}/registry"
        self.api = f"{reader.base_url}/public/v1/editions/{self.edition['slug']}/action-plans"
        self.topics = {topic["key"]: reader.title(topic["name"]) for topic in reader.snapshot["topics"]}
        self.sources = {
            **{session["id"]: reader.title(session["title"]) for session in reader.snapshot["sessions"]},
            **{
                option["id"]: reader.text(option["title"]) or reader.title(session["title"])
                for session in reader.snapshot["sessions"]
                for option in session["options"]
            },
        }

    def say(self, key: str, **values: object) -> str:
        """Return a sentence of the registry."""
        return words.say(self.lang, key, **values)

    def count(self, key: str, n: int) -> str:
        """Return a number of things in words."""
        return words.count(self.lang, key, n)

    def day(self, day: str | None) -> str:
        """Return a day in words; empty without one."""
        if day is None:
            return ""
        return format_date(date.fromisoformat(day), "long", locale="en_GB" if self.lang == "en" else self.lang)

    def span(self, start: str | None, end: str | None) -> str:
        """Return from when to when, as far as that is known."""
        if start and end:
            return self.say("period", start=self.day(start), end=self.day(end))
        return self.say("from", start=self.day(start)) if start else self.say("until", end=self.day(end)) if end else ""

    def money(self, amount: str | Decimal | None, currency: str | None) -> str:
        """Return an amount with its currency, without cents where there are none."""
        if amount is None:
            return ""
        value = Decimal(amount)
        if not currency:
            return f"{value:,f}"
        locale = Locale.parse(self.lang)
        pattern = locale.currency_formats["standard"].pattern
        if value == value.to_integral_value():
            pattern = re.sub(r"\.0+", "", pattern)
        if get_currency_symbol(currency, locale)[-1].isalpha():
            pattern = re.sub(r"¤(?=[#0])", "¤\u00a0", pattern)  # "UGX 350,000": a code is no sign
        return format_currency(value, currency, pattern, locale, currency_digits=False)

    def goal(self, code: str) -> str:
        """Return the title of a goal or target."""
        return self.wording.sdg[code]

    def language(self, tag: str) -> str:
        """Return a language's name as this reader says it."""
        return interface(self.lang).language(tag)

    def address(self, search: Search, **other: Any) -> str:
        """Return the page of another search, in the same language."""
        return self.home + self.query([pair for pair in search.pairs() if pair[0] not in other], **other)

    def query(self, pairs: Iterable[tuple[str, str]] = (), **more: Any) -> str:
        """Return a query that keeps the language where it is not the edition's own."""
        given = [*pairs, *((name, str(value)) for name, value in more.items() if value is not None)]
        if self.reader.lang != self.edition["default_language"]:
            given.append(("lang", self.reader.lang))
        return f"?{urlencode(given)}" if given else ""

    def plan_address(self, key: str) -> str:
        """Return a plan's page in the same language."""
        return plan_url(self.reader.base_url, self.edition["slug"], key) + self.query()

    def value(self, facet: str, value: str) -> str:
        """Return a filter's value in words."""
        if facet in ("status", "owner"):
            return self.say(f"{facet}.{value}")
        if facet == "country":
            return country_name(value, self.lang) or value
        return f"{value} · {self.goal(value)}" if facet == "sdg" else self.topics.get(value, value)


def _facets(view: RegistryView, hits: Hits, search: Search) -> list[Mapping[str, Any]]:
    facets: list[Mapping[str, Any]] = []
    for name, values in known_values(view.reader.snapshot).items():
        counts, chosen = hits.facets.get(name, {}), getattr(search, name)
        kept: Sequence[str] = [
            value for value in values if counts.get(value) or value in chosen or len(values) <= _ALWAYS_OPEN
        ]
        if name == "country":
            kept = sorted(kept, key=lambda value: view.value("country", value))
        shown = [
            {"value": value, "label": view.value(name, value), "count": counts.get(value, 0), "chosen": value in chosen}
            for value in kept
        ]
        if any(one["count"] for one in shown):
            facets.append({"name": name, "values": shown, "open": bool(chosen)})
    return facets


def list_fragment(reader: Reader, hits: Hits, search: Search) -> str:
    """Return `<section class="madang-registry">…</section>` with search, filters and a page of plans."""
    view = RegistryView(reader)
    return _template("registry_list.html").render(
        view=view,
        say=view.say,
        hits=hits,
        search=search,
        facets=_facets(view, hits, search),
        empty=not any(hits.facets.get("status", {})),
        plans=[_card(view, plan) for plan in hits.plans],
    )


def _card(view: RegistryView, plan: ListedPlan) -> Mapping[str, Any]:
    summary = plan.summary
    return {
        "plan": plan,
        "summary": summary,
        "address": view.plan_address(plan.key),
        "place": _place(view, plan),
        "span": view.span(summary["period_start"], summary["period_end"]),
        "money": [view.money(one["planned"], one["currency"]) for one in summary["budget"]],
    }


def _place(view: RegistryView, plan: ListedPlan) -> str:
    parts = (view.reader.text(plan.city), country_name(plan.country, view.lang))
    return ", ".join(part for part in parts if part)


def plan_fragment(reader: Reader, published: PublishedPlan) -> str:
    """Return `<section class="madang-registry">…</section>` with one plan, its timeline and its actions."""
    view, tree = RegistryView(reader), build(published.fields)
    listed = published.listed
    return _template("registry_plan.html").render(
        view=view,
        say=view.say,
        label=view.wording.label,
        choice=view.wording.choice,
        plan=listed,
        tree=tree,
        summary=listed.summary,
        place=_place(view, listed),
        version=published.number,
        published=view.day(reader.local(listed.published_at.isoformat()).date().isoformat()),
        span=view.span(tree["period_start"], tree["period_end"]),
        written_in=view.language(listed.language) if listed.language.split("-")[0] != view.lang else "",
        steps=[step_json(reader, step) for step in in_order(reader, published.steps)],
        totals=[
            (year, view.money(amount, currency)) for (year, currency), amount in sorted(budget_totals(tree).items())
        ],
        sources=_sources(view, tree),
        milestones_met=lambda action: sum(row["state"] == "met" for row in action.below("milestones")),
    )


def _sources(view: RegistryView, row: Row) -> list[tuple[str, str | None]]:
    """Return what a plan or action was learned from, by name, each once; what has left the programme is left out."""
    rows = [*row.below("learning"), *(one for action in row.below("actions") for one in action.below("learning"))]
    named = {view.sources[one["ref"]]: one["note"] for one in reversed(rows) if one["ref"] in view.sources}
    return list(reversed(named.items()))


def page(reader: Reader, title: str, fragment: str, *, key: str | None) -> str:
    """Return a whole page around a fragment, the list's or (`key`) a plan's: it reads and prints without a script."""
    path = f"/e/{reader.edition['slug']}/registry" + (f"/{key}" if key else "")
    return _template("registry_page.html").render(
        view=RegistryView(reader), title=title, fragment=fragment, path=path, listed=key is None
    )


@cache
def _template(name: str) -> Template:
    return Environment(
        loader=PackageLoader("madang.feeds"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template(name)
