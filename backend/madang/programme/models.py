"""Tables of the programme. People and organisations are referred to by foreign key only."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Relationship, SQLModel

from madang.core.db import Aggregate, enum_column, json_column, moment_column, sorted_column
from madang.core.ids import new_id


class EditionStatus(StrEnum):
    """Where an edition stands in its life."""

    DRAFT = "draft"
    OPEN = "open"
    RUNNING = "running"
    COMPLETED = "completed"
    ARCHIVED = "archived"


class Visibility(StrEnum):
    """Who finds an edition: everybody, whoever has the address, or organisers only."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    PRIVATE = "private"


class HostRole(StrEnum):
    """What an organisation is to an edition."""

    HOST = "host"
    PARTNER = "partner"


class VenueKind(StrEnum):
    """What a place is used for."""

    TRAINING = "training"
    STUDY_VISIT_SITE = "study_visit_site"


class Vocabulary(StrEnum):
    """The list that a topic belongs to."""

    PILLAR = "pillar"
    FIELD = "field"
    OTHER = "other"


class SessionKind(StrEnum):
    """What happens in a session."""

    ORIENTATION = "orientation"
    CEREMONY = "ceremony"
    KEYNOTE = "keynote"
    ROUNDTABLE = "roundtable"
    PLENARY = "plenary"
    THEMATIC = "thematic"
    FIELD_VISIT = "field_visit"
    RECAP = "recap"
    PRESENTATION = "presentation"
    CLOSING = "closing"
    MEAL = "meal"
    COFFEE_BREAK = "coffee_break"
    SOCIAL = "social"


class PublicStatus(StrEnum):
    """How sure a session or a stop is; carried through every public format."""

    TENTATIVE = "tentative"
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    CANCELLED = "cancelled"


class SessionRole(StrEnum):
    """What a person does in a session."""

    KEYNOTE_SPEAKER = "keynote_speaker"
    MODERATOR = "moderator"
    PANELLIST = "panellist"
    PRESENTER = "presenter"
    HOST = "host"
    INTERPRETER = "interpreter"


class RoleState(StrEnum):
    """Whether a person has agreed to a role; until confirmed, the public reads *to be announced*."""

    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


class InterpretationMode(StrEnum):
    """How interpretation is given."""

    SIMULTANEOUS = "simultaneous"
    CONSECUTIVE = "consecutive"
    SIGN = "sign"
    CAPTIONS = "captions"


class Series(Aggregate, table=True):
    """A line of editions, such as the Asia Policy Dialogue."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = sorted_column(64, unique=True)
    title: dict[str, str] = json_column()


class Edition(Aggregate, table=True):
    """One training or dialogue: its dates, place, languages and why it is held."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    slug: str = sorted_column(64, unique=True)
    series_id: UUID | None = Field(default=None, foreign_key="series.id", index=True)
    title: dict[str, str] = json_column()
    theme: dict[str, str] = json_column(default_factory=dict)
    background: dict[str, str] = json_column(default_factory=dict)
    objectives: list[dict[str, str]] = json_column(default_factory=list)
    key_questions: list[dict[str, str]] = json_column(default_factory=list)
    place: dict[str, str] = json_column(default_factory=dict)
    days: list[str] = json_column()  # ISO dates, ascending; not every day in between
    starts_on: date = Field(index=True)
    ends_on: date
    timezone: str = Field(max_length=64)
    default_language: str = Field(max_length=16)
    languages: list[str] = json_column()
    status: EditionStatus = enum_column(EditionStatus, default=EditionStatus.DRAFT)
    visibility: Visibility = enum_column(Visibility, default=Visibility.PUBLIC)

    organisations: list["EditionOrganisation"] = Relationship(
        sa_relationship_kwargs={"cascade": "all, delete-orphan", "order_by": "EditionOrganisation.position"}
    )


class EditionOrganisation(SQLModel, table=True):
    """A host or partner of an edition, in the order shown."""

    __tablename__ = "edition_organisation"

    edition_id: UUID = Field(foreign_key="edition.id", primary_key=True, ondelete="CASCADE")
    organisation_id: UUID = Field(foreign_key="organisation.id", primary_key=True, index=True)
    role: HostRole = enum_column(HostRole)
    position: int


class Venue(Aggregate, table=True):
    """A place of one edition: where the training is held, or a study-visit site with its host."""

    __table_args__ = (UniqueConstraint("edition_id", "key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", index=True)
    key: str = sorted_column(64)
    kind: VenueKind = enum_column(VenueKind)
    name: dict[str, str] = json_column()
    description: dict[str, str] = json_column(default_factory=dict)
    address: dict[str, str] = json_column(default_factory=dict)  # one is in the local script
    latitude: float | None = None
    longitude: float | None = None
    website: str | None = Field(default=None, max_length=2000)
    meeting_point: dict[str, str] = json_column(default_factory=dict)
    access_notes: dict[str, str] = json_column(default_factory=dict)
    host_organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id", index=True)
    host_person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)

    rooms: list["Room"] = Relationship(
        sa_relationship_kwargs={"cascade": "all, delete-orphan", "order_by": "Room.position"}
    )


class Room(SQLModel, table=True):
    """A room of a venue."""

    __table_args__ = (UniqueConstraint("venue_id", "key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    venue_id: UUID = Field(foreign_key="venue.id", index=True, ondelete="CASCADE")
    key: str = sorted_column(64)
    name: dict[str, str] = json_column()
    capacity: int | None = None
    position: int


class Topic(Aggregate, table=True):
    """An entry of one of the edition's vocabularies."""

    __table_args__ = (UniqueConstraint("edition_id", "key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", index=True)
    key: str = sorted_column(64)
    vocabulary: Vocabulary = enum_column(Vocabulary)
    name: dict[str, str] = json_column()


class SessionTopic(SQLModel, table=True):
    """A topic of a session."""

    __tablename__ = "session_topic"

    session_id: UUID = Field(foreign_key="programme_session.id", primary_key=True, ondelete="CASCADE")
    topic_id: UUID = Field(foreign_key="topic.id", primary_key=True, index=True)
    position: int


class ProgrammeSession(Aggregate, table=True):
    """One entry of the agenda, meals and breaks included."""

    __tablename__ = "programme_session"
    __table_args__ = (UniqueConstraint("edition_id", "key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", index=True)
    key: str = sorted_column(64)
    kind: SessionKind = enum_column(SessionKind)
    title: dict[str, str] = json_column()
    abstract: dict[str, str] = json_column(default_factory=dict)
    starts_at: datetime = moment_column()
    ends_at: datetime = moment_column()
    status: PublicStatus = enum_column(PublicStatus, default=PublicStatus.CONFIRMED)
    venue_id: UUID | None = Field(default=None, foreign_key="venue.id", index=True)
    room_id: UUID | None = Field(default=None, foreign_key="room.id", index=True)
    capacity: int | None = None
    languages: list[str] = json_column(default_factory=list)
    interpretation: list[dict[str, Any]] = json_column(default_factory=list)
    materials: list[dict[str, Any]] = json_column(default_factory=list)

    topics: list[SessionTopic] = Relationship(
        sa_relationship_kwargs={"cascade": "all, delete-orphan", "order_by": "SessionTopic.position"}
    )
    people: list["SessionPerson"] = Relationship(
        sa_relationship_kwargs={"cascade": "all, delete-orphan", "order_by": "SessionPerson.position"}
    )
    options: list["Option"] = Relationship(
        sa_relationship_kwargs={"cascade": "all, delete-orphan", "order_by": "Option.position"}
    )

    @property
    def topic_ids(self) -> list[UUID]:
        """The topics' ids, in order."""
        return [link.topic_id for link in self.topics]


class SessionPerson(SQLModel, table=True):
    """A person in a role of a session, and whether they have agreed to it."""

    __tablename__ = "session_person"
    __table_args__ = (UniqueConstraint("session_id", "person_id", "role"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    session_id: UUID = Field(foreign_key="programme_session.id", index=True, ondelete="CASCADE")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    role: SessionRole = enum_column(SessionRole)
    state: RoleState = enum_column(RoleState)
    contribution: dict[str, str] = json_column(default_factory=dict)
    position: int


class Option(SQLModel, table=True):
    """One of the itineraries of a session that run at the same time; a person takes one."""

    __table_args__ = (UniqueConstraint("session_id", "key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    session_id: UUID = Field(foreign_key="programme_session.id", index=True, ondelete="CASCADE")
    key: str = sorted_column(64)
    title: dict[str, str] = json_column()
    position: int

    stops: list["Stop"] = Relationship(
        sa_relationship_kwargs={"cascade": "all, delete-orphan", "order_by": "Stop.position"}
    )


class Stop(SQLModel, table=True):
    """A site on an option's itinerary; times may still be open."""

    __table_args__ = (UniqueConstraint("option_id", "key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    option_id: UUID = Field(foreign_key="option.id", index=True, ondelete="CASCADE")
    key: str = sorted_column(64)
    venue_id: UUID = Field(foreign_key="venue.id", index=True)
    title: dict[str, str] = json_column(default_factory=dict)
    starts_at: datetime | None = moment_column(default=None, nullable=True)
    ends_at: datetime | None = moment_column(default=None, nullable=True)
    status: PublicStatus = enum_column(PublicStatus)
    position: int


class Release(SQLModel, table=True):
    """An immutable, numbered publication of a programme.

    `snapshot` is the programme as it was, in every language; `changes` is the difference to the release before.
    `withdrawn_at` makes the one before current again. `revision` rises only when an erased person's name is
    taken out of the snapshot.
    """

    __table_args__ = (UniqueConstraint("edition_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    edition_id: UUID = Field(foreign_key="edition.id", index=True)
    number: int
    revision: int = 0
    comment: str = Field(default="", max_length=2000)
    published_at: datetime = moment_column()
    published_by_id: UUID | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = moment_column(default=None, nullable=True)
    snapshot: dict[str, Any] = json_column()
    changes: dict[str, Any] = json_column()
