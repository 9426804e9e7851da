"""Documents as PDF, typeset by Typst with fonts of our own: the same on every machine."""

from dataclasses import asdict
from functools import cache
from pathlib import Path

import orjson
import typst

from madang.documents.outline import Outline

_HERE = Path(__file__).parent.parent


@cache
def _fonts() -> typst.Fonts:
    """Return the fonts of documents, read once: two weights of Pretendard, and what Typst has with it for symbols."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[_HERE / "fonts"])


@cache
def _template() -> bytes:
    return (_HERE / "templates" / "plan.typ").read_bytes()


def render_pdf(outline: Outline) -> bytes:
    """Return a document as PDF that screen readers understand (PDF/UA-1). Not for the event loop.

    Where a character is in none of the fonts, that standard forbids the file: then it is made without, and says that
    something is missing in it.
    """
    try:
        return _compile(outline, cut=False)
    except typst.TypstError as problem:
        if "could not be displayed" not in f"{problem.message} {problem.diagnostic}":
            raise
        return _compile(outline, cut=True)


def _compile(outline: Outline, *, cut: bool) -> bytes:
    data = asdict(outline) | {
        "facts": outline.facts.rows,
        "blocks": [{"what": type(block).__name__.lower(), **asdict(block)} for block in outline.blocks],
        "cut": cut,
    }
    compiler = typst.Compiler(
        _template(),
        root=_HERE / "templates",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": orjson.dumps(data).decode()},
    )
    made = compiler.compile(format="pdf", pdf_standards=[] if cut else ["ua-1"])
    assert isinstance(made, bytes)
    return made
