"""What stands in a plan on paper, in which order: headings, facts, texts and tables, in one language.

PDF and DOCX both print this, so that they say the same. What nobody filled in is left out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from madang.action_plans.models import EndorsementKind, PlanStatus
from madang.action_plans.rules.tree import Row, budget_totals
from madang.documents.words import Words


@dataclass(frozen=True)
class Endorsed:
    """Who stands behind a plan, since when."""

    body: str
    kind: EndorsementKind
    endorsed_on: date
    note: str = ""


@dataclass(frozen=True)
class PlanPaper:
    """All that a document of a plan says. `number` is the version shown, None for the plan as it is now.

    `topics` are names of pillars and fields of strength by their keys, `sources` titles of sessions, visits and case
    studies by their ids.
    """

    key: str
    edition: str
    city: str
    country: str | None
    writer: str | None
    status: PlanStatus
    as_of: date
    tree: Row
    number: int | None = None
    topics: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    endorsements: tuple[Endorsed, ...] = ()


@dataclass(frozen=True)
class Heading:
    """A heading: 1 a part of the document, 2 a text of the plan or an action, 3 a part of an action."""

    level: int
    text: str


@dataclass(frozen=True)
class Prose:
    """A text in paragraphs, as somebody wrote it."""

    text: str


@dataclass(frozen=True)
class Facts:
    """Short values, each with its name."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Items:
    """A list of texts."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table with a heading row. `widths` are shares of the line, `right` the columns that hold numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    right: tuple[int, ...] = ()


Block = Heading | Prose | Facts | Items | Table


@dataclass(frozen=True)
class Outline:
    """A document: what stands above and below every page, and the blocks in between."""

    language: str
    kind: str
    title: str
    edition: str
    place: str
    facts: Facts
    blocks: tuple[Block, ...]
    page_word: str
    lacking: str


def compose(paper: PlanPaper, words: Words) -> Outline:
    """Return a plan as a document. Cost: one pass over its rows."""
    return _Composer(paper, words).compose()


def title_of(row: Row, words: Words) -> str:
    """Return a row's title, or that it has none."""
    title: str = row["title"] or words.own["untitled"]
    return title


class _Composer:
    def __init__(self, paper: PlanPaper, words: Words) -> None:
        self._paper, self._words, self._plan = paper, words, paper.tree

    def compose(self) -> Outline:
        paper, words = self._paper, self._words
        blocks = tuple(self._blocks())
        return Outline(
            language=words.language,
            kind=words.own["plan"],
            title=title_of(self._plan, words),
            edition=paper.edition,
            place=", ".join(filter(None, (paper.city, paper.country and words.say_country(paper.country)))),
            facts=Facts(tuple(self._facts())),
            blocks=blocks or (Prose(words.own["nothing"]),),
            page_word=words.own["page"],
            lacking=words.own["lacking"],
        )

    def _facts(self) -> Iterator[tuple[str, str]]:
        own, plan, paper = self._words.own, self._plan, self._paper
        yield from _filled(
            (own["written_by"], paper.writer),
            (own["period"], self._words.say_span(plan["period_start"], plan["period_end"])),
            (self._words.label("pillars"), self._topics(plan["pillars"])),
            (self._words.label("strengths"), self._topics(plan["strengths"])),
        )
        stands = own["status"][paper.status]
        as_of = own["as_of"].format(day=self._words.say_day(paper.as_of))
        version = [] if paper.number is None else [own["version"].format(number=paper.number)]
        yield own["state"], " · ".join([stands, *version, as_of])

    def _blocks(self) -> Iterator[Block]:
        plan, words = self._plan, self._words
        texts = ("problem", "objective", "policy_instrument")
        if any(plan[name] for name in texts):
            yield Heading(1, words.own["sheet"]["plan"])
            for name in texts:
                yield from self._text(2, words.label(name), plan[name])
        yield from self._learning(1, plan)
        yield from self._support()
        actions = plan.below("actions")
        if len(actions) > 1:
            yield Heading(1, words.own["glance"])
            yield self._glance(actions)
        if actions:
            yield from self._costs()
            yield Heading(1, words.rows("actions"))
        for action in actions:
            yield from self._action(action)
        yield from self._endorsements()

    def _text(self, level: int, label: str, text: str | None) -> Iterator[Block]:
        if text:
            yield Heading(level, label)
            yield Prose(text)

    def _topics(self, keys: list[str] | None) -> str:
        names = [self._paper.topics.get(key, key) for key in keys or []]
        return self._words.say_list(names) if names else ""

    def _learning(self, level: int, row: Row) -> Iterator[Block]:
        sources = row.below("learning")
        if sources:
            yield Heading(level, self._words.rows("learning"))
            yield Items(tuple(self._source(source) for source in sources))

    def _source(self, source: Row) -> str:
        kind = source["kind"] and self._words.choice("learning/*/kind", source["kind"])
        title = source["ref"] and self._paper.sources.get(source["ref"], self._words.own["source_gone"])
        named = f"{title} ({kind})" if title and kind else title or kind
        return " – ".join(filter(None, (named, source["note"]))) or self._words.own["untitled"]

    def _support(self) -> Iterator[Block]:
        wanted = self._plan.below("support")
        if wanted:
            yield Heading(1, self._words.rows("support"))
            yield Items(
                tuple(
                    " – ".join(
                        filter(None, (row["kind"] and self._words.choice("support/*/kind", row["kind"]), row["text"]))
                    )
                    or self._words.own["untitled"]
                    for row in wanted
                )
            )

    def _glance(self, actions: tuple[Row, ...]) -> Table:
        words = self._words
        rows = []
        for action in actions:
            answering = [
                row["name"] for row in action.below("organisations") if row["name"] and row["role"] == "accountable"
            ]
            days = (words.say_date(action[name]) for name in ("planned_start", "planned_end"))
            planned = " – ".join(filter(None, days))
            rows.append((str(action.number), title_of(action, words), ", ".join(answering), planned))
        head = (
            words.own["number"],
            words.label("actions/*"),
            words.own["accountable"],
            words.own["planned"],
        )
        return Table(head, tuple(rows), (2, 12, 9, 10), (0,))

    def _costs(self) -> Iterator[Block]:
        planned, actual = budget_totals(self._plan), budget_totals(self._plan, "actual")
        keys = sorted(planned.keys() | actual.keys())
        if keys:
            yield Heading(1, self._words.own["costs"])
            yield self._money([(*key, planned.get(key), actual.get(key)) for key in keys])

    def _money(self, lines: list[tuple[Any, ...]]) -> Table:
        """Return a table of amounts: columns in which nothing stands are left out."""
        words, at = self._words, "actions/*/budget/*/"
        names = ("year", "currency", "planned", "actual", "source")
        said = [
            tuple(
                words.say_amount(value) if name in ("planned", "actual") else "" if value is None else str(value)
                for name, value in zip(names, line, strict=False)
            )
            for line in lines
        ]
        kept = [place for place in range(len(said[0])) if place < 2 or any(line[place] for line in said)]
        widths = (2, 2, 4, 4, 6)
        return Table(
            tuple(words.label(at + names[place]) for place in kept),
            tuple(tuple(line[place] for place in kept) for line in said),
            tuple(widths[place] for place in kept),
            tuple(column for column, place in enumerate(kept) if names[place] in ("planned", "actual")),
        )

    def _action(self, action: Row) -> Iterator[Block]:
        words = self._words
        yield Heading(2, f"{action.number}. {title_of(action, words)}")
        facts = tuple(self._action_facts(action))
        if facts:
            yield Facts(facts)
        for name in ("problem", "description", "expected_result", "target_groups"):
            yield from self._text(3, words.label(f"actions/*/{name}"), action[name])
        at = "actions/*/organisations/*"
        yield from self._rows(action, "organisations", {"name": 7, "kind": 6, "role": 4}, at)
        at = "actions/*/milestones/*"
        yield from self._rows(action, "milestones", {"title": 8, "due": 4, "state": 4, "met_on": 4}, at)
        yield from self._indicators(action)
        lines = [
            (row["year"], row["currency"], row["planned"], row["actual"], row["source"])
            for row in action.below("budget")
        ]
        if lines:
            yield Heading(3, words.rows("budget"))
            yield self._money(lines)
        yield from self._learning(3, action)

    def _action_facts(self, action: Row) -> Iterator[tuple[str, str]]:
        words, own = self._words, self._words.own
        progress = [words.choice(f"actions/*/{name}", action[name]) for name in ("phase", "health") if action[name]]
        stands = " · ".join(progress)
        if action["health_note"]:
            stands = f"{stands} – {action['health_note']}" if stands else action["health_note"]
        yield from _filled(
            (own["planned"], words.say_span(action["planned_start"], action["planned_end"])),
            (own["actual"], words.say_span(action["actual_start"], action["actual_end"])),
            (own["progress"], stands),
            (
                words.label("actions/*/priority"),
                action["priority"] and words.choice("actions/*/priority", action["priority"]),
            ),
            (words.label("actions/*/sdg"), words.say_goals(action["sdg"] or [])),
            (words.label("actions/*/pillars"), self._topics(action["pillars"])),
            (words.label("actions/*/strengths"), self._topics(action["strengths"])),
        )

    def _rows(self, action: Row, kind: str, columns: Mapping[str, int], at: str) -> Iterator[Block]:
        """Give rows of one kind as a table: columns in which nothing stands are left out."""
        rows = action.below(kind)
        kept = [name for name in columns if any(row[name] for row in rows)]
        if kept:
            yield Heading(3, self._words.rows(kind))
            yield Table(
                tuple(self._words.label(f"{at}/{name}") for name in kept),
                tuple(tuple(self._say(f"{at}/{name}", name, row[name]) for name in kept) for row in rows),
                tuple(columns[name] for name in kept),
            )

    def _say(self, pattern: str, name: str, value: str | None) -> str:
        if value is None:
            return ""
        if name in ("due", "met_on"):
            return self._words.say_date(value)
        return value if name in ("name", "title") else self._words.choice(pattern, value)

    def _indicators(self, action: Row) -> Iterator[Block]:
        words, at = self._words, "actions/*/indicators/*/"
        for indicator in action.below("indicators"):
            name = words.label("actions/*/indicators/*")
            yield Heading(3, f"{name} – {indicator['title']}" if indicator["title"] else name)
            year = indicator["baseline_year"]
            baseline = indicator["baseline"] or ""
            facts = tuple(
                _filled(
                    (words.label(at + "level"), indicator["level"] and words.choice(at + "level", indicator["level"])),
                    (words.label(at + "unit"), indicator["unit"]),
                    (words.label(at + "baseline"), f"{baseline} ({year})" if baseline and year else baseline or year),
                )
            )
            if facts:
                yield Facts(facts)
            periods = indicator.below("periods")
            if periods:
                head = words.own["period_columns"]
                rows = tuple((words.say_date(row["ends"]), row["target"] or "", row["actual"] or "") for row in periods)
                yield Table((head["ends"], head["target"], head["actual"]), rows, (4, 6, 6))

    def _endorsements(self) -> Iterator[Block]:
        words, given = self._words, self._paper.endorsements
        if given:
            head = words.own["endorsement"]
            yield Heading(1, words.own["endorsements"])
            yield Table(
                (head["body"], head["kind"], head["endorsed_on"], head["note"]),
                tuple(
                    (
                        one.body,
                        words.choice("actions/*/organisations/*/kind", one.kind),
                        words.say_date(one.endorsed_on.isoformat()),
                        one.note,
                    )
                    for one in given
                ),
                (6, 5, 4, 6),
            )


def _filled(*facts: tuple[str, Any]) -> Iterator[tuple[str, str]]:
    return ((name, str(value)) for name, value in facts if value)
