"""Announcements and notices as the API takes and gives them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, model_validator

from madang.core.calendar import Moment
from madang.core.schemas import Input, Output
from madang.core.text import LongWords, Words
from madang.notices.models import AnnouncementKind, AnnouncementStage
from madang.notices.rules import What
from madang.participants.models import ParticipantKind
from madang.programme.models import SessionRole

Said = dict[str, str]


class PointPublic(Output):
    """When and where: a venue, and a room in it where there is one."""

    start: datetime | None
    end: datetime | None
    place: Said
    room: Said


class ItemPublic(Output):
    """One thing that has changed for somebody.

    `session` is its title; `option` and `old_option` are itineraries of a visit, `stop` one stop of it. Without `new`
    it no longer takes place, without `old` it is new. `because`, `rank` (from 1) and `explanation` say why a place was
    given, in ids of `options`.
    """

    what: What
    session_id: UUID
    session: Said
    option_id: UUID | None
    option: Said
    old_option: Said
    stop: Said
    role: SessionRole | None
    old_role: SessionRole | None
    old: PointPublic | None
    new: PointPublic | None
    because: str | None
    rank: int | None
    explanation: dict[str, Any]
    options: dict[str, Said]


class Counts(Output):
    """How many people an announcement concerns, and what became of that."""

    people: int = Field(description="Who is concerned, those from whom it is withheld included.")
    withheld: int
    sent: int
    acknowledged: int
    bounced: int = Field(description="Whose mail was refused, or could not be delivered for three days.")


class AnnouncementPublic(Output):
    """What is told to several people at once.

    Of `changes`, `waiting` goes out at `due_at` unless something else changes before; `held` when an organiser says so.
    """

    id: UUID
    kind: AnnouncementKind
    stage: AnnouncementStage
    release_number: int | None
    due_at: datetime | None
    sent_at: datetime | None
    over_at: datetime | None
    title: Said
    text: Said
    audience: dict[str, Any]
    counts: Counts
    version: int
    created_at: datetime
    updated_at: datetime


class ChangeSummary(Output):
    """One thing that has changed, and for how many people."""

    what: What
    session_id: UUID
    session: Said
    option_id: UUID | None
    option: Said
    old_option: Said
    stop: Said
    old: PointPublic | None
    new: PointPublic | None
    people: int


class AnnouncementDetail(AnnouncementPublic):
    """An announcement with everything that it tells, in the order of the programme."""

    changes: list[ChangeSummary]


class DelegationCity(Output):
    """A delegation, by its city."""

    id: UUID
    city: Said


class NoticePublic(Output):
    """What one person is told. `version` is the announcement's: what a change of this notice is made on."""

    id: UUID
    registration_id: UUID
    name: str
    kind: ParticipantKind
    language: str
    delegation: DelegationCity | None
    items: list[ItemPublic]
    withheld: bool
    sent_at: datetime | None
    acknowledged_at: datetime | None
    bounced: bool
    version: int


class NoticeUpdate(Input):
    """Whether somebody is not to be told. What is withheld is not told later either."""

    withheld: bool


class Audience(Input):
    """Whom something urgent concerns: one of these. Only who is accepted is written to.

    Of a session or an option: whoever is placed on it, or everybody where there is nothing to choose; and whoever has a
    role there.
    """

    everybody: Literal[True] | None = None
    session_id: UUID | None = None
    option_id: UUID | None = None
    delegation_id: UUID | None = None
    kinds: Annotated[list[ParticipantKind], Field(min_length=1, max_length=6)] | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> "Audience":
        if len(self.model_fields_set & {name for name, value in self if value is not None}) != 1:
            raise ValueError("say whom: everybody, a session, an option, a delegation, or kinds; one of them")
        return self


class UrgentCreate(Input):
    """Something that cannot wait, in as many languages as it is written in; each reads theirs, or the edition's own."""

    title: Annotated[Words, Field(min_length=1)]
    text: Annotated[LongWords, Field(min_length=1)]
    audience: Audience
    over_at: Annotated[
        Moment | None, Field(description="When its banner goes, acknowledged or not; without, once acknowledged.")
    ] = None


class UrgentPreview(Output):
    """How many would be written to, and in which languages they read."""

    people: int
    languages: dict[str, int]


class ChatText(Output):
    """A text to paste into a chat: what everybody concerned may read, nobody's own."""

    language: str
    text: str


class CallEntry(Output):
    """Somebody to be called, for they have not acknowledged."""

    registration_id: UUID
    name: str
    own_script_name: str | None
    phone: str | None
    language: str
    delegation: DelegationCity | None
    bounced: bool


class CallList(Output):
    """Who has not acknowledged what they were sent, by name; whose mail came back first."""

    announcement_id: UUID
    taken_at: datetime
    people: list[CallEntry]


class EditionShown(Output):
    """The edition that a notice is of: its times are in this zone."""

    slug: str
    title: Said
    timezone: str
    default_language: str


class NoticePage(Output):
    """What somebody is told, as they read it: signed in, or by the link in the mail.

    `title` and `text` are the organisers' own words, when it is urgent.
    """

    id: UUID
    kind: AnnouncementKind
    title: Said
    text: Said
    items: list[ItemPublic]
    sent_at: datetime
    acknowledged_at: datetime | None
    over_at: datetime | None
    banner: bool = Field(description="Urgent, not acknowledged and not over: to be shown on every page of theirs.")
    edition: EditionShown


class NoticeLink(Input):
    """What stands behind the `#` of a link in a mail."""

    token: Annotated[str, Field(min_length=1, max_length=200)]
