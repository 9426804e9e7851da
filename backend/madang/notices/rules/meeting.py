"""Where and when people meet for a visit, and whether it is offered: planned beside the releases. All pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

import orjson

from madang.notices.rules.items import (
    Item,
    Names,
    Point,
    What,
    Words,
    key_of,
    make_item,
    names_of,
    point_of_option,
)
from madang.programme.models import PublicStatus
from madang.programme.snapshot import OptionSnapshot, SessionSnapshot, Snapshot, write_moment
from madang.schedules.rules import option_taken


class Meeting(TypedDict):
    """Where and when people meet for an option; `off`: it is not offered any more."""

    option: str
    at: str | None
    where: Words
    off: bool


Meetings = Mapping[str, Meeting]
"""One for each session of which somebody takes an option."""


@dataclass(frozen=True)
class Outings:
    """What is planned for the visits of a release that are not over. `shared` are items by their key, as they arise."""

    shared: dict[str, Item]
    _sessions: Sequence[SessionSnapshot]
    _planned: Meetings
    _places: Names

    def look_at(self, known: Meetings, visits: Mapping[str, str | None]) -> tuple[list[Item | str], dict[str, Meeting]]:
        """Return what changed for one person, as keys of shared items, and what they know once they are told.

        `visits` is their option by session. Whoever takes another one than before learns of its meeting from it.
        """
        items: list[Item | str] = []
        after = dict(known)
        for session in self._sessions:
            was = after.pop(session["id"], None)
            option = option_taken(session, visits)
            meeting = self._planned.get(option["id"]) if option else None
            if option is None or meeting is None:
                continue
            after[session["id"]] = meeting
            if was is not None and was["option"] == meeting["option"] and was != meeting:
                items.append(self._share(session, option, was, meeting))
        return items, after

    def _share(self, session: SessionSnapshot, option: OptionSnapshot, was: Meeting, meeting: Meeting) -> str:
        if meeting["off"]:
            item = make_item(What.VISIT_CALLED_OFF, session)
            item["old_option"], item["old"] = option["title"], point_of_option(session, option, self._places)
        elif was["off"]:
            item = make_item(What.VISIT_RESTORED, session)
            item["option"], item["new"] = option["title"], point_of_option(session, option, self._places)
        else:
            item = make_item(What.VISIT_MEETING, session)
            item["option"], item["old"], item["new"] = option["title"], _point(was), _point(meeting)
        item["option_id"] = option["id"]
        key = key_of(item)
        self.shared[key] = item
        return key


def plan_outings(release: Snapshot, planned: Meetings, now: datetime) -> Outings:
    """Return what is planned for the visits of a release; `planned` is by option."""
    moment = write_moment(now)
    sessions = [
        session
        for session in release["sessions"]
        if session["end"] > moment
        and session["status"] != PublicStatus.CANCELLED
        and any(option["id"] in planned for option in session["options"])
    ]
    return Outings({}, sessions, planned, names_of(release))


def name_meetings(meetings: Meetings) -> str:
    """Return a text of all that is known of meetings: the same for two who know the same."""
    return orjson.dumps(meetings, option=orjson.OPT_SORT_KEYS).decode()


def _point(meeting: Meeting) -> Point | None:
    if meeting["at"] is None and not meeting["where"]:
        return None
    return {"start": meeting["at"], "end": None, "place": meeting["where"], "room": {}}
