"""Tables of people and organisations."""

from uuid import UUID

from sqlmodel import Field

from madang.core.db import Aggregate, json_column, sorted_column
from madang.core.ids import new_id


class Person(Aggregate, table=True):
    """Somebody, whatever the roles: speaker, trainee, focal point, interpreter, site host, organiser.

    A document says which of the names it prints. A merged person points to the one that was kept and is listed
    no more.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = sorted_column(64, unique=True)
    badge_name: str = Field(max_length=300)
    passport_name: str | None = Field(default=None, max_length=300)
    own_script_name: str | None = Field(default=None, max_length=300)
    form_of_address: str | None = Field(default=None, max_length=300)
    position: str | None = Field(default=None, max_length=300)
    organisation: str | None = Field(default=None, max_length=300)
    search_name: str = sorted_column(1000, index=True)
    merged_into_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)


class Organisation(Aggregate, table=True):
    """A body that hosts, partners or receives: a city network, a training centre, a study-visit host."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = sorted_column(64, unique=True)
    name: dict[str, str] = json_column()
    short_name: str | None = Field(default=None, max_length=300)
    website: str | None = Field(default=None, max_length=2000)
    search_name: str = sorted_column(1000, index=True)
