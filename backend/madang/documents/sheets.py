"""How a plan is laid out in a workbook, for whoever writes one and whoever reads it back.

A sheet for the plan, one for every kind of row. What a program reads stands in the first row of a sheet, hidden: the
pattern of its rows, then what each column holds. Columns that begin with `~` are there to be read and never brought
in. A hidden sheet holds the whole plan as it was when the file was taken: what differs from that was changed in the
file, whatever has become of the plan meanwhile.
"""

import base64
import binascii
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from madang.action_plans.rules.fields import MOST_FIELDS, PLAN, Kind, RowRule, find_place
from madang.documents.words import Words

PLAN_SHEET = "plan"
BASE_SHEET = "madang"
LAYOUT = 1
ID, PARENT, PARENT_TITLE, SOURCE_TITLE = "id", "parent", "~parent", "~ref"
MOST_ROWS = MOST_FIELDS
_PIECE = 30_000  # of the 32,767 characters that a cell may hold
_MOST_UNPACKED = 32 * 1024 * 1024
_NAME_MOST = 31


@dataclass(frozen=True)
class Sheet:
    """The sheet of one kind of row. `above` is the pattern of the rows that they stand in; None: in the plan."""

    pattern: str
    rule: RowRule
    above: str | None

    @property
    def columns(self) -> tuple[str, ...]:
        """What its columns hold, in order."""
        parent = (PARENT, PARENT_TITLE) if self.above else ()
        fields: list[str] = []
        for name in self.rule.fields:
            fields += [name, SOURCE_TITLE] if name == "ref" else [name]
        return (ID, *parent, *fields)

    def name(self, words: Words) -> str:
        """Return what it is called."""
        kind = self.pattern.split("/")[-2]
        learned = kind == "learning" and self.above is not None
        name = words.own["sheet"]["action_learning"] if learned else words.rows(kind)
        return str(name)[:_NAME_MOST]


def _walk(rule: RowRule, above: str | None) -> Iterator[Sheet]:
    for name, below in rule.rows.items():
        pattern = f"{above}/{name}/*" if above else f"{name}/*"
        yield Sheet(pattern, below, above)
        yield from _walk(below, pattern)


# The rows above stand before those below.
SHEETS: tuple[Sheet, ...] = tuple(_walk(PLAN, None))


def key_of(path: str) -> str:
    """Return how rows beneath name the row that they belong to: by its ids, from the outermost on."""
    return "/".join(path.split("/")[1::2])


@dataclass(frozen=True)
class Origin:
    """Where a file comes from: which plan, at which revision, as it was then."""

    plan_id: UUID
    revision: int
    taken_at: datetime
    fields: Mapping[str, Any]


class OriginUnreadable(ValueError):
    """The hidden sheet is not as it was written."""


def pack(origin: Origin) -> list[tuple[str, str]]:
    """Return what the hidden sheet says, two cells a row."""
    packed = base64.b64encode(zlib.compress(orjson.dumps(origin.fields, option=orjson.OPT_SORT_KEYS), 9)).decode()
    return [
        (BASE_SHEET, str(LAYOUT)),
        ("plan", str(origin.plan_id)),
        ("revision", str(origin.revision)),
        ("taken_at", origin.taken_at.astimezone(UTC).isoformat()),
        *(("fields", packed[start : start + _PIECE]) for start in range(0, len(packed), _PIECE)),
    ]


def unpack(rows: list[tuple[str, str]]) -> Origin:
    """Return what the hidden sheet of a file says. Errors: OriginUnreadable."""
    said = dict(rows)
    try:
        if said[BASE_SHEET] != str(LAYOUT):
            raise OriginUnreadable
        packed = base64.b64decode("".join(piece for name, piece in rows if name == "fields"), validate=True)
        unpacking = zlib.decompressobj()
        fields = orjson.loads(unpacking.decompress(packed, _MOST_UNPACKED) if packed else b"")
        if not unpacking.eof or not isinstance(fields, dict) or len(fields) > MOST_FIELDS:
            raise OriginUnreadable
        if not all(_could_stand(path, value) for path, value in fields.items()):
            raise OriginUnreadable
        taken_at = datetime.fromisoformat(said["taken_at"])
        if taken_at.tzinfo is None or not 0 <= int(said["revision"]) <= 2**31 - 1:
            raise OriginUnreadable
        return Origin(UUID(said["plan"]), int(said["revision"]), taken_at, fields)
    except (KeyError, ValueError, zlib.error, binascii.Error, OverflowError) as problem:
        raise OriginUnreadable("the hidden sheet of this file is missing or damaged") from problem


_TYPES: Mapping[Kind, tuple[type, ...]] = {
    **dict.fromkeys(Kind, (str,)),
    Kind.YEAR: (int,),
    Kind.ORDER: (int, float),
    Kind.FLAG: (bool,),
    Kind.CODES: (list,),
}


def _could_stand(path: str, value: Any) -> bool:
    """Whether a plan could have this field with a value of this kind."""
    place = find_place(path)
    return place is not None and isinstance(value, _TYPES[place.rule.kind] if place.rule else bool)
