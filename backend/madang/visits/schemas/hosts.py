"""Hosts of study visits, and their own page, as the API takes and gives them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from madang.accounts.schemas import Email
from madang.core.calendar import Moment
from madang.core.schemas import Input, Output
from madang.core.text import LanguageTag, Line, Text
from madang.outbox.models import MessageState
from madang.participants.schemas.sensitive import Need
from madang.programme.models import PublicStatus
from madang.visits.models import HostStatus

Comment = Annotated[Text, Field(max_length=2000)]
HostToken = Annotated[str, Field(min_length=1, max_length=100, description="What stood behind `#` in the link.")]


class HostWrite(Input):
    """Who receives the visitors at a stop, and in which language they are written to.

    Another address is another host: the link of the one before is dead, and who had confirmed is told.
    """

    name: Line
    email: Email
    language: LanguageTag


class HostLinkNew(Input):
    """Whether a new link is mailed to the host; without, it is for the caller to pass on."""

    mail: bool = True


class VisitHostPublic(Output):
    """A host as organisers see them. `letter` is what became of the last mail to them, where there was one."""

    id: UUID
    version: int
    name: str
    email: str
    language: str
    status: HostStatus
    comment: str
    asked_at: datetime | None
    answered_at: datetime | None
    told_at: datetime | None = Field(description="When the host was last told, or said, how things stand.")
    untold: bool = Field(description="Whether something has changed of which the host will be told.")
    elsewhere: bool = Field(description="Whether the visit goes to another site than the host was asked about.")
    letter: MessageState | None


class HostSite(Output):
    """A stop of a field visit, and who receives the visitors there."""

    stop_id: UUID
    session_id: UUID
    session_title: dict[str, str]
    option_id: UUID
    option_title: dict[str, str]
    site: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    status: PublicStatus
    called_off: bool
    people: int | None = Field(description="How many are placed; null: nobody was placed yet.")
    capacity: int | None
    questions: int
    questions_answered: int
    suggested_name: str | None = Field(description="Whom the programme names as host of this venue.")
    host: VisitHostPublic | None


class HostLeft(VisitHostPublic):
    """A host whose stop has left the programme, or who was replaced: they are told that nobody comes."""

    site: dict[str, str]


class HostEdition(Output):
    """What pages about hosts say of the edition."""

    slug: str
    title: dict[str, str]
    default_language: str
    timezone: str


class HostList(Output):
    """All stops of an edition's field visits with their hosts, and hosts who are none any more."""

    edition: HostEdition
    items: list[HostSite]
    left: list[HostLeft]


class HostLink(Output):
    """A host with a new link, which is shown this once."""

    host: VisitHostPublic
    address: str


class HostLook(Input):
    """What opens a host's page."""

    token: HostToken


class HostAnswer(Input):
    """What a host says: whether they receive the visitors. `seen` comes with the page: it says what was confirmed."""

    token: HostToken
    status: Literal[HostStatus.CONFIRMED, HostStatus.DECLINED]
    comment: Comment | None = None
    seen: Annotated[str, Field(max_length=40)]


class QuestionAnswer(Input):
    """What a host answers to a question. `answered_at` is when the answer was given that this one replaces."""

    token: HostToken
    question_id: UUID
    answer: Comment
    answered_at: Moment | None = None


class TitleCount(Output):
    """How many of the visitors hold a position."""

    title: str
    people: int


class LanguageCount(Output):
    """How many of the visitors read and write in a language."""

    language: str
    people: int


class HostQuestion(Output):
    """What somebody asks a host, who does not see who asks."""

    id: UUID
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


class HostPage(Output):
    """What a host needs to know, and nobody's name but their own."""

    edition: HostEdition
    name: str
    language: str
    status: HostStatus
    comment: str
    answered_at: datetime | None
    site: dict[str, str]
    address: dict[str, str]
    session_title: dict[str, str]
    option_title: dict[str, str]
    starts_at: datetime
    ends_at: datetime
    own_times: bool = Field(description="Whether these are the times at this site, not of the visit as a whole.")
    called_off: bool
    seen: str = Field(description="Goes with the answer.")
    people: int | None = Field(description="How many come; null: nobody was placed yet.")
    capacity: int | None
    titles: list[TitleCount]
    languages: list[LanguageCount]
    access_needs: dict[Need, int]
    other_access_needs: int = Field(description="How many described an access need in their own words.")
    questions: list[HostQuestion]
