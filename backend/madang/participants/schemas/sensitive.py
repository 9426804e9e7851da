"""What the API takes and gives of sensitive details."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from madang.core.schemas import Input, Output
from madang.core.text import LanguageTag, Line, Text
from madang.participants.models import ArrangementState, SensitiveKind

Note = Annotated[Text, Field(max_length=2000)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Diet(StrEnum):
    """What somebody eats, or does not."""

    VEGETARIAN = "vegetarian"
    VEGAN = "vegan"
    HALAL = "halal"
    KOSHER = "kosher"
    NO_PORK = "no_pork"
    NO_BEEF = "no_beef"
    NO_SEAFOOD = "no_seafood"
    NO_NUTS = "no_nuts"
    NO_GLUTEN = "no_gluten"
    NO_LACTOSE = "no_lactose"


class Need(StrEnum):
    """What somebody needs to take part."""

    STEP_FREE = "step_free"
    SIGN_LANGUAGE = "sign_language"
    CAPTIONS = "captions"
    HEARING_LOOP = "hearing_loop"
    LARGE_PRINT = "large_print"
    COMPANION = "companion"
    QUIET_ROOM = "quiet_room"
    NURSING_ROOM = "nursing_room"


class Dietary(Input):
    """Dietary needs: what caterers know by name, and words for the rest."""

    kind: Literal[SensitiveKind.DIETARY]
    diets: Annotated[list[Diet], Field(max_length=len(Diet))] = []
    note: Note | None = None


class AccessNeed(Input):
    """What somebody needs in order to take part."""

    kind: Literal[SensitiveKind.ACCESS_NEED]
    needs: Annotated[list[Need], Field(max_length=len(Need))] = []
    note: Note | None = None


class EmergencyContact(Input):
    """Whom to call when something happens to somebody."""

    kind: Literal[SensitiveKind.EMERGENCY_CONTACT]
    name: Line
    phone: Annotated[Line, Field(max_length=40)]
    relation: Line | None = None
    language: LanguageTag | None = None


class Passport(Input):
    """What a visa letter needs of a passport."""

    kind: Literal[SensitiveKind.PASSPORT]
    number: Annotated[Line, Field(max_length=40)]
    country: Country
    born_on: date | None = None
    expires_on: date | None = None


Content = Annotated[Dietary | AccessNeed | EmergencyContact | Passport, Field(discriminator="kind")]


class SensitiveWrite(Input):
    """One sensitive detail, given with consent: without it nothing is stored."""

    content: Content
    consent: Literal[True] = Field(description="That it may be stored for its purpose until it is erased.")


class SensitivePublic(Output):
    """A sensitive detail as its owner, or whoever gave a reason, reads it. `note` says what was arranged.

    Without `content` it cannot be read any more: the installation has lost its key.
    """

    kind: SensitiveKind
    version: int
    content: Content | None
    purpose: str
    consented_at: datetime
    erase_on: date
    arrangement: ArrangementState | None
    note: str | None


class SensitiveOwn(Output):
    """One's own sensitive details. `erase_on` is when they are erased; `open`: whether any are taken still."""

    items: list[SensitivePublic]
    erase_on: date
    open: bool


class Reveal(Input):
    """Why sensitive details are read, and which; none named: all that there are."""

    reason: Line
    kinds: Annotated[list[SensitiveKind], Field(max_length=len(SensitiveKind))] = []


class Revealed(Output):
    """Somebody's sensitive details."""

    registration_id: UUID
    items: list[SensitivePublic]


class AccessNeedPublic(Output):
    """That somebody has an access need, and what has become of it; what it is, is read by `reveal`."""

    id: UUID
    version: int
    registration_id: UUID
    name: str
    delegation_id: UUID | None
    arrangement: ArrangementState
    updated_at: datetime


class Arrange(Input):
    """What has become of an access need, and in which way: the note is for the person alone."""

    arrangement: ArrangementState
    note: Note | None = None


class CareCounts(Output):
    """How many want what, without names: for caterers and the house."""

    people: int
    diets: dict[Diet, int]
    needs: dict[Need, int]
    dietary_notes: int
    access_notes: int
    arrangements: dict[ArrangementState, int]
