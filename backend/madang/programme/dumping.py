"""Writing an edition back as a programme file: the same for the same programme, on whichever database."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from madang.core.calendar import get_zone
from madang.core.schemas import Input
from madang.core.yaml_text import Plain, write_yaml
from madang.people.queries import find_organisations, find_people
from madang.people.schemas import OrganisationCreate, PersonCreate
from madang.programme import queries, service
from madang.programme.entries import FILE_NAMES, TEXT_LISTS, TEXTS, write_moment
from madang.programme.file import FORMAT
from madang.programme.models import Edition
from madang.programme.schemas import SeriesCreate


async def dump(db: AsyncSession, edition: Edition) -> str:
    """Return the programme file of an edition, which `load` reads back to the same programme.

    Order: sessions by start, end and key; venues, the training's own first, and all else by key. What stands at
    its default is left out.
    """
    venues = await queries.list_all_venues(db, edition)
    topics = await queries.list_all_topics(db, edition)
    sessions = await queries.list_all_sessions(db, edition)
    organisations = await find_organisations(db, await queries.organisation_ids_of(db, edition))
    people = await find_people(db, await queries.person_ids_of(db, edition))
    series = [await queries.get_series(db, edition.series_id)] if edition.series_id else []
    rooms = [room for venue in venues for room in venue.rooms]
    rows: Iterable[Any] = (*series, *organisations.values(), *people.values(), *venues, *rooms, *topics)
    writing = _Writing(edition, {row.id: row.key for row in rows})
    return write_yaml(
        {
            "madang": Plain(FORMAT),
            "edition": {"slug": edition.slug, **writing.entry(service.edition_fields(edition))},
            "series": [writing.keyed(row, SeriesCreate) for row in series],
            "organisations": [writing.keyed(row, OrganisationCreate) for row in _by_key(organisations.values())],
            "people": [writing.keyed(row, PersonCreate) for row in _by_key(people.values())],
            "venues": [{"key": row.key, **writing.entry(service.venue_fields(row))} for row in venues],
            "topics": [{"key": row.key, **writing.entry(service.topic_fields(row))} for row in topics],
            "sessions": [{"key": row.key, **writing.entry(service.session_fields(row))} for row in sessions],
        }
    )


def _by_key(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: str(row.key))


class _Writing:
    """Turns what the API would be given into what the file says."""

    def __init__(self, edition: Edition, keys: Mapping[UUID, str]) -> None:
        self._zone: ZoneInfo = get_zone(edition.timezone)
        self._language = edition.default_language
        self._order = {language: place for place, language in enumerate(edition.languages)}
        self._keys = keys

    def keyed(self, row: Any, model: type[Input]) -> dict[str, Any]:
        """Return the entry of a row whose columns are a schema's fields, the key first."""
        return self.entry(model.model_validate(row, from_attributes=True))

    def entry(self, given: Input) -> dict[str, Any]:
        """Return an entry's fields that do not stand at their defaults, by the file's names."""
        written = {}
        for name, about in type(given).model_fields.items():
            value = getattr(given, name)
            if about.is_required() or value != about.get_default(call_default_factory=True):
                written[FILE_NAMES.get(name, name)] = self._value(name, value)
        return written

    def _value(self, name: str, value: Any) -> Any:
        if name in TEXTS:
            return self._words(value)
        if name in TEXT_LISTS:
            return [self._words(words) for words in value]
        if isinstance(value, list):
            return [self._value("", item) for item in value]
        if isinstance(value, Input):
            return self.entry(value)
        if isinstance(value, UUID):
            return self._keys[value]
        if isinstance(value, datetime):
            return Plain(write_moment(value, self._zone))
        return value.value if isinstance(value, StrEnum) else value

    def _words(self, words: Mapping[str, str]) -> Any:
        """Return a text alone when it is in the default language alone, else by language in the edition's order."""
        if list(words) == [self._language]:
            return words[self._language]
        last = len(self._order)
        return dict(sorted(words.items(), key=lambda item: (self._order.get(item[0], last), item[0])))
