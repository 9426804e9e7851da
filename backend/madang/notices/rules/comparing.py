"""Two releases compared once, and what of that touches one person. All pure.

Two steps, so that 5,000 people cost little: each is looked at only for what differs between the releases, and for
sessions of which they take one option.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from madang.notices.rules.items import (
    Item,
    Names,
    Point,
    What,
    Words,
    is_held,
    key_of,
    make_item,
    names_of,
    point_of,
    point_of_option,
    point_of_stop,
)
from madang.programme.models import PublicStatus
from madang.programme.snapshot import SessionSnapshot, Snapshot, StopSnapshot, write_moment
from madang.schedules.rules import option_taken

Places = Mapping[str, str | None]
"""Option id by session id, as text; None: on the waitlist."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is where they are: what a sentence is made of."""

    because: str
    rank: int | None
    explanation: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Step:
    """What one session may bring to somebody. `everybody` and `stops` (by option) are keys of shared items."""

    session_id: str
    old: SessionSnapshot | None
    new: SessionSnapshot | None
    everybody: tuple[str, ...]
    stops: Mapping[str, tuple[str, ...]]
    chosen: bool
    roles: Mapping[str, tuple[Item, ...]]


@dataclass(frozen=True)
class Comparison:
    """Two releases compared: what differs, in the order of the programme. `shared` are items by their key."""

    shared: dict[str, Item]
    steps: tuple[_Step, ...]
    _old_places: Names
    _new_places: Names

    def items_for(
        self, told: Places, places: Places, reasons: Mapping[str, Reason], person_id: str | None
    ) -> list[Item | str]:
        """Return what changed for one person; a text is the key of a shared item.

        Shapes: `told` is where they were when they last heard of it, `places` where they are now, `reasons` why, by
                session. `person_id`: who of the programme they are, if anybody.
        """
        items: list[Item | str] = []
        for step in self.steps:
            items.extend(step.everybody)
            if step.chosen:
                items.extend(self._visit(step, told, places, reasons))
            if person_id is not None:
                items.extend(step.roles.get(person_id, ()))
        return items

    def visits_after(self, told: Places, places: Places) -> dict[str, str | None]:
        """Return what somebody knows of their visits once they are told: as `told`, but where it was looked at."""
        after = dict(told)
        for step in self.steps:
            if not step.chosen or step.new is None:
                continue
            known = _published(step.new, told, places)
            after.pop(step.session_id, None)
            taken = option_taken(step.new, known)
            if taken is not None:
                after[step.session_id] = taken["id"]
            elif _waits(step.new, known):
                after[step.session_id] = None
        return after

    def _visit(self, step: _Step, told: Places, places: Places, reasons: Mapping[str, Reason]) -> Iterable[Item | str]:
        assert step.new is not None
        places = _published(step.new, told, places)
        before = option_taken(step.old, told) if step.old else None
        now = option_taken(step.new, places)
        if before is not None and now is not None and before["id"] == now["id"]:
            return step.stops.get(now["id"], ())
        waits = _waits(step.new, places)
        if now is None:
            if before is None and (not waits or _waits(step.old, told)):
                return ()
            if not waits and step.old is not None and _is_open_now(step.old, step.new):
                return ()
            what = What.VISIT_WAITLISTED if waits else What.VISIT_REMOVED
        elif before is None:
            if step.old is None and len(step.new["options"]) == 1:
                return ()  # what has been added brings it along
            what = What.VISIT_PLACED
        else:
            what = What.VISIT_CHANGED
        reason = reasons.get(step.session_id)
        item = make_item(what, step.new)
        if before is not None and step.old is not None:
            item["old_option"] = before["title"]
            item["old"] = point_of_option(step.old, before, self._old_places)
        if now is not None:
            item["option_id"], item["option"] = now["id"], now["title"]
            item["new"] = point_of_option(step.new, now, self._new_places)
        if reason is not None and (now is not None or waits):
            item["because"], item["rank"], item["explanation"] = reason.because, reason.rank, dict(reason.explanation)
            named = set(_texts_in(reason.explanation))
            known = [*(step.old["options"] if step.old else ()), *step.new["options"]]
            item["options"] = {option["id"]: option["title"] for option in known if option["id"] in named}
        return [item]


def compare(old: Snapshot, new: Snapshot, now: datetime, merged: Mapping[str, str] | None = None) -> Comparison:
    """Compare two releases. What is over at `now` is nobody's business any more.

    `merged`: who of the programme is one with whom, for a release names people as they were entered then.
    Costs one look at each session of both.
    """
    old_places, new_places = names_of(old), names_of(new)
    before = {session["id"]: session for session in old["sessions"]}
    after = {session["id"]: session for session in new["sessions"]}
    moment = write_moment(now)
    shared: dict[str, Item] = {}
    steps: list[tuple[str, _Step]] = []
    for session_id, shown in {**before, **after}.items():
        first, second = before.get(session_id), after.get(session_id)
        if max(session["end"] for session in (first, second) if session) <= moment:
            continue
        step = _compare_session(shown, first, second, old_places, new_places, shared, merged or {})
        if step.everybody or step.chosen or step.roles:
            steps.append((shown["start"], step))
    return Comparison(
        shared, tuple(step for _, step in sorted(steps, key=lambda pair: pair[0])), old_places, new_places
    )


def _compare_session(
    shown: SessionSnapshot,
    old: SessionSnapshot | None,
    new: SessionSnapshot | None,
    old_places: Names,
    new_places: Names,
    shared: dict[str, Item],
    merged: Mapping[str, str],
) -> _Step:
    everybody = []
    was, takes_place = _takes_place(old), _takes_place(new)
    was_at = point_of(old, old_places) if old else None
    is_at = point_of(new, new_places) if new else None
    what = _what(old, new, was_at, is_at)
    if what is not None:
        item = make_item(what, shown)
        item["old"] = was_at if old and what is not What.ADDED else None
        item["new"] = is_at if takes_place else None
        everybody.append(_share(shared, item))
    if new is None or not takes_place:
        return _Step(shown["id"], old, new, tuple(everybody), {}, chosen=False, roles={})
    stops = _compare_options(old, new, old_places, new_places, shared) if old and was else {}
    options = [[option["id"] for option in session["options"]] for session in (old, new) if session]
    chosen = bool(stops) or max(map(len, options)) > 1 or options[0] != options[-1]
    roles = _compare_roles(old if was else None, new, merged)
    return _Step(shown["id"], old, new, tuple(everybody), stops, chosen=chosen, roles=roles)


def _takes_place(session: SessionSnapshot | None) -> bool:
    return session is not None and session["status"] != PublicStatus.CANCELLED


def _what(
    old: SessionSnapshot | None, new: SessionSnapshot | None, was_at: Point | None, is_at: Point | None
) -> What | None:
    was, takes_place = _takes_place(old), _takes_place(new)
    if not was:
        if not takes_place:
            return None
        return What.ADDED if old is None else What.RESTORED
    if not takes_place:
        return What.REMOVED if new is None else What.CANCELLED
    assert was_at is not None
    assert is_at is not None
    if (was_at["start"], was_at["end"]) != (is_at["start"], is_at["end"]):
        return What.MOVED
    return What.PLACED if was_at != is_at and _is_elsewhere(old, new) else None


def _is_elsewhere(old: Any, new: Any) -> bool:
    """Whether the place is another one: a site that was given a better name is still where it was."""
    return bool(old["venue"] != new["venue"] or old.get("room") != new.get("room"))


def _compare_options(
    old: SessionSnapshot,
    new: SessionSnapshot,
    old_places: Names,
    new_places: Names,
    shared: dict[str, Item],
) -> dict[str, tuple[str, ...]]:
    """Return what changed at the stops of each option that both releases have: keys of shared items."""
    before = {option["id"]: option for option in old["options"]}
    changed = {}
    for option in new["options"]:
        if option["id"] not in before:
            continue
        first = {stop["id"]: stop for stop in before[option["id"]]["stops"] if is_held(stop)}
        second = {stop["id"]: stop for stop in option["stops"] if is_held(stop)}
        keys = []
        for stop_id in {**second, **first}:
            was, stop = first.get(stop_id), second.get(stop_id)
            was_at = point_of_stop(was, old_places) if was else None
            is_at = point_of_stop(stop, new_places) if stop else None
            if was and stop and was_at and is_at:
                at_the_same_time = (was_at["start"], was_at["end"]) == (is_at["start"], is_at["end"])
                if at_the_same_time and (was_at == is_at or not _is_elsewhere(was, stop)):
                    continue
            item = make_item(What.STOP_CHANGED, new)
            item["option_id"], item["option"] = option["id"], option["title"]
            item["stop"] = _title_of(stop or was, is_at or was_at)
            item["old"], item["new"] = was_at, is_at
            keys.append(_share(shared, item))
        if keys:
            changed[option["id"]] = tuple(keys)
    return changed


def _title_of(stop: StopSnapshot | None, point: Point | None) -> Words:
    return (stop["title"] if stop else {}) or (point["place"] if point else {})


def _compare_roles(
    old: SessionSnapshot | None, new: SessionSnapshot, merged: Mapping[str, str]
) -> dict[str, tuple[Item, ...]]:
    before, after = _roles_of(old, merged), _roles_of(new, merged)
    changed: dict[str, tuple[Item, ...]] = {}
    for person_id in {**before, **after}:
        gone = [role for role in before.get(person_id, ()) if role not in after.get(person_id, ())]
        come = [role for role in after.get(person_id, ()) if role not in before.get(person_id, ())]
        items = []
        for old_role, role in zip(
            gone + [None] * (len(come) - len(gone)), come + [None] * (len(gone) - len(come)), strict=True
        ):
            what = What.ROLE_CHANGED if old_role and role else What.ROLE_ADDED if role else What.ROLE_REMOVED
            item = make_item(what, new)
            item["role"], item["old_role"] = role, old_role
            items.append(item)
        if items:
            changed[person_id] = tuple(items)
    return changed


def _roles_of(session: SessionSnapshot | None, merged: Mapping[str, str]) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for who in session["people"] if session else ():
        if who["id"] is not None:
            own = roles.setdefault(merged.get(who["id"], who["id"]), [])
            if who["role"] not in own:
                own.append(who["role"])
    return roles


def _share(shared: dict[str, Item], item: Item) -> str:
    key = key_of(item)
    shared[key] = item
    return key


def _waits(session: SessionSnapshot | None, places: Places) -> bool:
    """Whether somebody is on the waitlist of a session: there is something to wait for, and no place of theirs."""
    return session is not None and len(session["options"]) > 1 and places.get(session["id"], "") is None


def _published(session: SessionSnapshot, told: Places, places: Places) -> Places:
    """Return `places`, but `told` where somebody is placed on an option that no release has yet."""
    place = places.get(session["id"])
    if place is None or any(option["id"] == place for option in session["options"]):
        return places
    return told


def _is_open_now(old: SessionSnapshot, new: SessionSnapshot) -> bool:
    """Whether there is a choice where all took the only option, which is still there: nobody has lost a place."""
    return len(old["options"]) == 1 and old["options"][0]["id"] in {option["id"] for option in new["options"]}


def _texts_in(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts_in(part)
