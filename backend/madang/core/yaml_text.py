"""YAML that people write: read as text with line numbers, written in block style.

Read is the part of YAML that everybody knows: mappings, lists, text. A plain scalar is its text (`no`, `12:30` and
`1e3` mean what is written) and an empty one is None. What surprises people or grows without bound is refused:
anchors and aliases, tags, several documents, a key given twice.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

MAX_BYTES = 2_097_152
MAX_DEPTH = 20
MAX_NODES = 200_000

Path = tuple[str | int, ...]
Fault = tuple[int, str]
"""A line, counted from 1, and what is wrong there."""

# Line breaks beyond LF are refused too, so that lines are counted as every editor counts them.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


_KEY = -1  # where a key itself stands while it is read


@dataclass
class Document:
    """What a text says, where each part of it stands, and what is wrong with it as YAML."""

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line_of(self, path: Path) -> int:
        """Return the line of that path, or of the nearest thing around it that there is."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Stop(Exception):
    """Nothing sensible can be read from here on."""


def read_yaml(source: str | bytes, *, max_bytes: int = MAX_BYTES) -> Document:
    """Read one YAML document. Never raises for what the text says: see `faults` first.

    Bounds: `max_bytes` in UTF-8, 20 levels, 200,000 values; reading stops where one is passed.
    """
    document = Document()
    size = len(source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass"))
    if size > max_bytes:
        document.faults.append((1, f"the file has {size:,} bytes; {max_bytes:,} is the most"))
        return document
    text = _decode(source, document.faults) if isinstance(source, bytes) else source
    text = _without_controls(text.removeprefix("\ufeff").replace("\r\n", "\n"), document.faults)
    events = yaml.parse(text, Loader=yaml.CSafeLoader)
    try:
        _Reader(document).read(events)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = ", ".join(part for part in (error.problem, error.context) if part)
        document.faults.append((mark.line + 1 if mark else 1, f"this is not YAML: {what}"))
    except _Stop as stop:
        document.faults.append(stop.args[0])
    document.faults.sort(key=lambda fault: fault[0])
    return document


def _decode(source: bytes, faults: list[Fault]) -> str:
    try:
        return source.decode()
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        faults.append((line, f"byte 0x{source[error.start]:02x} is not UTF-8; save the file as UTF-8"))
        return source.decode(errors="replace")


def _without_controls(text: str, faults: list[Fault]) -> str:
    line, seen = 1, 0
    for found in _CONTROL.finditer(text):
        line, seen = line + text.count("\n", seen, found.start()), found.start()
        faults.append((line, f"control character U+{ord(found[0]):04X} is not allowed"))
    return _CONTROL.sub("\ufffd", text)


class _Reader:
    """Builds plain values from the parser's events, which come one by one: a bomb is met before it goes off."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._nodes = 0

    def read(self, events: Iterator[Any]) -> None:
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Stop((_line(event), "a second document begins; a file holds one"))
            elif isinstance(event, yaml.NodeEvent):
                self._document.value = self._value(event, events, ())

    def _value(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        self._document.lines.setdefault(path, _line(event))
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise _Stop((_line(event), f"more than {MAX_NODES:,} values"))
        if len(path) > MAX_DEPTH:
            raise _Stop((_line(event), f"nested more than {MAX_DEPTH} levels deep"))
        self._refuse_indirection(event)
        if isinstance(event, yaml.ScalarEvent):
            return None if event.value == "" and event.style in (None, "") else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(events, path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        return None

    def _refuse_indirection(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._fault(event, f"the alias *{event.anchor} is not allowed; write it out")
        elif event.anchor:
            self._fault(event, f"the anchor &{event.anchor} is not allowed")
        if getattr(event, "tag", None):
            self._fault(event, f"the tag {event.tag} is not allowed")

    def _list(self, events: Iterator[Any], path: Path) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._value(event, events, (*path, len(items))))
        return items

    def _mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        items: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, events, path)
            if key in items:
                first = self._document.lines[(*path, key)]
                self._fault(event, f"{key!r} is given twice, first on line {first}")
                self._value(next(events), events, (*path, key))
                continue
            self._document.lines[(*path, key)] = _line(event)
            items[key] = self._value(next(events), events, (*path, key))
        return items

    def _key(self, event: Any, events: Iterator[Any], path: Path) -> str:
        value = self._value(event, events, (*path, _KEY))
        self._document.lines.pop((*path, _KEY), None)
        if not isinstance(value, str):
            self._fault(event, "a key is text")
            return f"?{self._nodes}"
        return value

    def _fault(self, event: Any, message: str) -> None:
        self._document.faults.append((_line(event), message))


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


# --- writing ---------------------------------------------------------------------------------------------------


class Plain(str):
    """Text that stands unquoted although another reader may take it for a number or a time."""

    __slots__ = ()


_WIDTH = 100
_PLAIN = re.compile(r"[^\W_](?:(?!: | #|[\t\n\ufeff]).)*(?<![: ])")
_UNFIT_FOR_FLOW = re.compile(r"[,\[\]{}\n\"]")
_OTHERWISE_READ = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null)|[0-9][0-9a-fA-FxXoO_.,:+\- TZ]*")


def write_yaml(value: Mapping[str, Any]) -> str:
    """Return a mapping of text, numbers, dates, lists and mappings as YAML; None and empty ones are left out.

    Entries of the outermost lists stand apart by an empty line. Reading the text again gives the same words.
    """
    sections = []
    for name, part in value.items():
        if isinstance(part, list) and part and isinstance(part[0], Mapping):
            items = ["\n".join(_list_lines([item])) for item in part]
            sections.append(f"{_scalar(name)}:\n" + "\n\n".join(_indented_block(item) for item in items))
        elif part is not None and part not in ({}, []):
            sections.append("\n".join(_mapping_lines({name: part})))
    return "\n\n".join(sections) + "\n"


def _indented_block(text: str) -> str:
    return "\n".join(_indented(text.split("\n")))


def _indented(lines: Sequence[str]) -> list[str]:
    return [f"  {line}" if line else line for line in lines]


def _mapping_lines(value: Mapping[str, Any]) -> list[str]:
    lines: list[str] = []
    for key, item in value.items():
        if item is None or item in ({}, []):
            continue
        name = _scalar(key)
        if isinstance(item, Mapping):
            lines += [f"{name}:", *_indented(_mapping_lines(item))]
        elif isinstance(item, list):
            flow = _flow(item)
            lines += [f"{name}: {flow}"] if flow else [f"{name}:", *_indented(_list_lines(item))]
        else:
            head, *rest = _scalar(item).split("\n")
            lines += [f"{name}: {head}", *_indented(rest)]
    return lines


def _list_lines(items: Sequence[Any]) -> list[str]:
    lines: list[str] = []
    for item in items:
        inner = (_mapping_lines(item) or ["{}"]) if isinstance(item, Mapping) else _scalar(item).split("\n")
        lines += [f"- {inner[0]}", *_indented(inner[1:])]
    return lines


def _flow(items: Sequence[Any]) -> str | None:
    """Return a list of short words on one line, or None when it is to be written over several."""
    if any(isinstance(item, Mapping | list) for item in items):
        return None
    words = [_scalar(item) for item in items]
    line = f"[{', '.join(words)}]"
    return None if len(line) > _WIDTH or any(_UNFIT_FOR_FLOW.search(word) for word in words) else line


def _scalar(value: Any) -> str:
    if isinstance(value, Plain) or not isinstance(value, str):
        return value.isoformat() if isinstance(value, date) else str(value)
    if "\n" in value and value == value.strip() and "\ufeff" not in value:
        return "|-\n" + value
    if _PLAIN.fullmatch(value) and not _OTHERWISE_READ.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False).replace("\ufeff", "\\ufeff")
