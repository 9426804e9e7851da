"""People and organisations as the API takes and gives them."""

from datetime import datetime
from uuid import UUID

from madang.core.schemas import Input, Output, PartialInput, WebAddress
from madang.core.text import Line, Slug, Words


class PersonCreate(Input):
    """A person; `key` is made from the badge name when left out and never changes."""

    key: Slug | None = None
    badge_name: Line
    passport_name: Line | None = None
    own_script_name: Line | None = None
    form_of_address: Line | None = None
    position: Line | None = None
    organisation: Line | None = None


class PersonUpdate(PartialInput):
    """What may change of a person."""

    badge_name: Line
    passport_name: Line | None
    own_script_name: Line | None
    form_of_address: Line | None
    position: Line | None
    organisation: Line | None


class PersonPublic(Output):
    """A person as organisers see them."""

    id: UUID
    key: str
    badge_name: str
    passport_name: str | None
    own_script_name: str | None
    form_of_address: str | None
    position: str | None
    organisation: str | None
    version: int
    created_at: datetime
    updated_at: datetime


class PersonMerge(Input):
    """The duplicate that is merged into the person of the address."""

    duplicate_id: UUID


class OrganisationCreate(Input):
    """An organisation; `key` is made from the name when left out and never changes."""

    key: Slug | None = None
    name: Words
    short_name: Line | None = None
    website: WebAddress | None = None


class OrganisationUpdate(PartialInput):
    """What may change of an organisation."""

    name: Words
    short_name: Line | None
    website: WebAddress | None


class OrganisationPublic(Output):
    """An organisation."""

    id: UUID
    key: str
    name: dict[str, str]
    short_name: str | None
    website: str | None
    version: int
    created_at: datetime
    updated_at: datetime
