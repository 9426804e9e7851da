"""Documents as DOCX: with the styles of a word processor, for whoever writes on in it.

The library makes the package, its styles and its properties. What stands in the body is written as the markup that it
is: row by row through the library, a plan of 200 actions takes a minute.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from textwrap import shorten
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from madang.documents.outline import Block, Facts, Heading, Items, Outline, Prose, Table

_INK, _SOFT, _ACCENT = RGBColor(0x29, 0x23, 0x1E), RGBColor(0x5F, 0x56, 0x4D), RGBColor(0xA4, 0x43, 0x1C)
# Every word processor has these or something alike; the second holds Hangul.
_LATIN, _KOREAN = "Arial", "Malgun Gothic"
_TAGS = {"en": "en-GB", "ko": "ko-KR", "fr": "fr-FR", "es": "es-ES", "vi": "vi-VN"}
_PAGE_WIDTH, _PAGE_HEIGHT, _MARGIN = 210, 297, 22
_LINE = _PAGE_WIDTH - 2 * _MARGIN
_NAMES = 45  # of the line: what facts are called
# size, colour, space before and after; in points
_STYLES = {
    "Normal": (10, _INK, 0, 5),
    "Title": (21, _INK, 4, 6),
    "Heading 1": (15, _ACCENT, 20, 6),
    "Heading 2": (12, _INK, 14, 4),
    "Heading 3": (9.5, _SOFT, 10, 2),
}


def render_docx(outline: Outline, now: datetime) -> bytes:
    """Return a document as DOCX. Not for the event loop."""
    document = docx.Document()
    _set_up(document, outline, now)
    parts = [
        _paragraph(outline.kind, size=10, colour=_ACCENT, bold=True),
        _paragraph(outline.title, style="Title"),
        _paragraph(outline.place, size=11),
    ]
    for block in (outline.facts, *outline.blocks):
        parts += _say(block)
    body = document.element.body
    last = body[-1]  # the page's layout stands behind everything
    for element in parse_xml(f"<w:body {nsdecls('w')}>{''.join(parts)}</w:body>"):
        last.addprevious(element)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _set_up(document: Document, outline: Outline, now: datetime) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.language = (
        outline.title[:255],
        outline.place[:255],
        outline.language,
    )
    properties.comments, properties.created, properties.modified = "", now, now
    section = document.sections[0]
    section.page_width, section.page_height = Mm(_PAGE_WIDTH), Mm(_PAGE_HEIGHT)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin = section.bottom_margin = Mm(24)
    _set_styles(document, _TAGS[outline.language])
    section.header.paragraphs[0].add_run(f"{outline.edition}\t{outline.place}")
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{shorten(outline.title, 80, placeholder=' …')}\t{outline.page_word} ")
    for code, text in (("PAGE", " / "), ("NUMPAGES", "")):  # the word processor works them out
        field = f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        foot._p.append(parse_xml(field))
        foot.add_run(text)


def _set_styles(document: Document, tag: str) -> None:
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), tag)
        lang.set(qn("w:eastAsia"), "ko-KR")
    for name, (size, colour, before, after) in _STYLES.items():
        style = _style(document, name)
        _name_fonts(style)
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), name != "Normal", colour
        layout = style.paragraph_format
        layout.space_before, layout.space_after, layout.keep_with_next = Pt(before), Pt(after), name != "Normal"
    _style(document, "Normal").paragraph_format.line_spacing = 1.15
    _drop(document.styles["Title"].element, "w:pBdr")
    for name in ("Header", "Footer"):
        style = _style(document, name)
        style.font.size, style.font.color.rgb = Pt(8), _SOFT
        _drop(style.element, "w:tabs")
        style.paragraph_format.tab_stops.add_tab_stop(Mm(_LINE), WD_TAB_ALIGNMENT.RIGHT)
    # The bullet of a font that is on no telephone.
    for text in document.part.numbering_part.element.iter(qn("w:lvlText")):
        if text.get(qn("w:val")) == "\uf0b7":
            text.set(qn("w:val"), "•")
            _drop(text.getparent(), "w:rFonts")


def _style(document: Document, name: str) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    return style


def _drop(element: Any, name: str) -> None:
    for found in list(element.iter(qn(name))):
        found.getparent().remove(found)


def _name_fonts(style: ParagraphStyle) -> None:
    style.font.name = _LATIN
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), _KOREAN)
    fonts.set(qn("w:cs"), _LATIN)


def _say(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text):
            yield _paragraph(text, style=f"Heading{level}")
        case Prose(text):
            for part in text.split("\n\n"):
                if part.strip():
                    yield _paragraph(part.strip("\n"))
        case Items(items):
            for item in items:
                yield _paragraph(item, style="ListBullet")
        case Facts(rows):
            cells = [_row((_cell(name, _NAMES, colour=_SOFT), _cell(value, _LINE - _NAMES))) for name, value in rows]
            yield _table(cells, (_NAMES, _LINE - _NAMES), ruled=False)
        case Table():
            yield _ruled(block)


def _paragraph(
    text: str,
    *,
    style: str = "",
    size: float = 0,
    colour: RGBColor | None = None,
    bold: bool = False,
    layout: str = "",
) -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    look = ("<w:b/>" if bold else "") + (f'<w:color w:val="{colour}"/>' if colour else "")
    look += f'<w:sz w:val="{int(size * 2)}"/>' if size else ""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")]
    run = f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{'<w:br/>'.join(lines)}</w:r>"
    return f"<w:p><w:pPr>{named}{layout}</w:pPr>{run}</w:p>"


def _cell(
    text: str, width: float, *, size: float = 10, colour: RGBColor = _INK, bold: bool = False, right: bool = False
) -> str:
    layout = '<w:spacing w:after="40"/>' + ('<w:jc w:val="right"/>' if right else "")
    inside = _paragraph(text, size=size, colour=colour, bold=bold, layout=layout)
    return f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def _row(cells: Sequence[str], *, head: bool = False) -> str:
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def _table(rows: Sequence[str], widths: Sequence[float], *, ruled: bool) -> str:
    """Return a table, and the short line without which the next one would become part of it."""
    line = 'w:val="single" w:sz="4" w:space="0" w:color="DDD2C4"'
    borders = f"<w:tblBorders><w:bottom {line}/><w:insideH {line}/></w:tblBorders>" if ruled else ""
    whole = f'<w:tblW w:w="{_twips(_LINE)}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>'
    look = '<w:tblLook w:val="0020" w:firstRow="1"/>' if ruled else ""
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    gap = '<w:p><w:pPr><w:spacing w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>'
    return f"<w:tbl><w:tblPr>{whole}{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>{gap}"


def _ruled(table: Table) -> str:
    whole = sum(table.widths)
    widths = [_LINE * width / whole for width in table.widths]
    head = [
        _cell(name, width, size=8.5, colour=_SOFT, bold=True, right=place in table.right)
        for place, (name, width) in enumerate(zip(table.head, widths, strict=True))
    ]
    rows = [
        [
            _cell(text, width, size=9, right=place in table.right)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        for row in table.rows
    ]
    return _table([_row(head, head=True), *(_row(row) for row in rows)], widths, ruled=True)
