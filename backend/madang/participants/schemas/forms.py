"""The form of an edition and its quotas, as the API takes and gives them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from madang.accounts.rules import EMAIL_MAX, normalise_email
from madang.core.calendar import Moment
from madang.core.schemas import Count, Input, Output
from madang.core.text import LongWords, Slug, Words
from madang.participants.models import ParticipantKind, QuestionKind

Email = Annotated[str, Field(max_length=EMAIL_MAX), AfterValidator(normalise_email)]
Number = Annotated[float, Field(ge=-1e12, le=1e12)]
KindOrAll = Literal["all", "trainee", "speaker", "observer", "organiser", "interpreter", "partner"]


class Choice(Input):
    """One of the answers to choose from. A withdrawn one is no longer offered; whoever chose it is still read."""

    key: Slug
    label: Words
    withdrawn: bool = False


class OnlyIf(Input):
    """When a question is asked at all: when an earlier one is answered by one of these (a consent: `true`)."""

    question: Slug
    any_of: Annotated[list[Slug], Field(min_length=1, max_length=100)]


class Question(Input):
    """One question. An empty list of kinds asks everybody; a withdrawn question asks nobody, its answers stay."""

    key: Slug
    kind: QuestionKind
    label: Words
    help: LongWords = {}
    required: bool = False
    kinds: Annotated[list[ParticipantKind], Field(max_length=10)] = []
    only_if: OnlyIf | None = None
    choices: Annotated[list[Choice], Field(max_length=100)] = []
    minimum: Number | None = None
    maximum: Number | None = None
    withdrawn: bool = False


class ConsentAsked(Input):
    """One consent: to a purpose and, where somebody is given the data, to a named recipient."""

    key: Slug
    purpose: LongWords
    recipient: Annotated[
        str,
        Field(
            max_length=64,
            pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$",
            description="Key of who is given the data; empty where nobody is.",
        ),
    ] = ""
    recipient_name: Words = {}
    recipient_emails: Annotated[
        list[Email], Field(max_length=50, description="Partners with these addresses may read who has consented.")
    ] = []
    required: bool = False
    withdrawn: bool = False


class RegistrationFormFields(Input):
    """What a form is made of. `kinds` may register by themselves; none: nobody can."""

    opens_at: Moment | None = None
    closes_at: Annotated[Moment | None, Field(description="Last moment to register by oneself.")] = None
    edits_until: Annotated[
        Moment | None, Field(description="Last moment to change what was sent, and for the invited to send.")
    ] = None
    kinds: Annotated[list[ParticipantKind], Field(max_length=10)] = []
    needs_approval: bool = True
    offer_hours: Annotated[int, Field(ge=1, le=720, description="How long a free place is kept for the next one.")] = 48
    intro: LongWords = {}
    questions: Annotated[list[Question], Field(max_length=100)] = []
    consents: Annotated[list[ConsentAsked], Field(max_length=30)] = []
    contact_email: Email | None = None


class RegistrationFormPublic(RegistrationFormFields, Output):
    """The form as organisers see it; version 0: there is none yet."""

    version: int
    updated_at: datetime | None


class ConsentShown(Output):
    """One consent, as it is asked for."""

    key: str
    purpose: dict[str, str]
    recipient: str
    recipient_name: dict[str, str]
    required: bool


class FormShown(Output):
    """The form as whoever registers sees it: withdrawn questions are there for those only who answered them."""

    version: int
    opens_at: datetime | None
    closes_at: datetime | None
    edits_until: datetime | None
    kinds: list[ParticipantKind]
    needs_approval: bool
    intro: dict[str, str]
    questions: list[Question]
    consents: list[ConsentShown]
    contact_email: str | None


class QuotasUpdate(Input):
    """How many an edition takes, by kind or of all kinds together; null: no limit. What is left out stays."""

    places: Annotated[dict[KindOrAll, Count | None], Field(min_length=1)]


class QuotaPublic(Output):
    """How many of a kind an edition takes, and how many places are taken or kept for somebody."""

    kind: KindOrAll
    places: int | None
    taken: int


class QuotasPublic(Output):
    """The quotas of an edition; their version is that of its form."""

    version: int
    items: list[QuotaPublic]
