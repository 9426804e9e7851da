"""HTML as tests look at it: elements with attributes, classes and text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"meta", "link", "input", "br"})


@dataclass
class Element:
    """An element; `text` is all text within, its white space as it is read."""

    tag: str
    attributes: dict[str, str | None]
    parent: "Element | None" = None
    children: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        parts = [child if isinstance(child, str) else f" {child.text} " for child in self.children]
        return " ".join("".join(parts).split())

    @property
    def classes(self) -> list[str]:
        return (self.attributes.get("class") or "").split()

    def all(self, tag: str = "", **attributes: str) -> list["Element"]:
        """Return the elements within, in order; `class_` asks for one class, `data_x` for `data-x`."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            found
            for found in self._within()
            if (not tag or found.tag == tag)
            and all(
                value in found.classes if name == "class" else found.attributes.get(name) == value
                for name, value in wanted.items()
            )
        ]

    def one(self, tag: str = "", **attributes: str) -> "Element":
        """Return the only element of its kind."""
        (found,) = self.all(tag, **attributes)
        return found

    def _within(self) -> Iterator["Element"]:
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child._within()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.top = self.open = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), self.open)
        self.open.children.append(element)
        if tag not in _VOID:
            self.open = element

    def handle_endtag(self, tag: str) -> None:
        if self.open.tag != tag:
            raise AssertionError(f"</{tag}> closes <{self.open.tag}>")
        assert self.open.parent is not None
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.children.append(data)


def read(html: str) -> Element:
    """Return the document; every element must be closed where it was opened."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open is reader.top, f"<{reader.open.tag}> is not closed"
    return reader.top
