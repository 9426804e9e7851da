"""Plans as PDF and DOCX: what they say, in every language, whatever somebody wrote."""

import dataclasses
import io
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader

import madang.documents
from factories.papers import FIRST, TAKEN, WORDS, make_fields, make_paper
from madang.documents.formats.docx import render_docx
from madang.documents.formats.pdf import render_pdf
from madang.documents.outline import Heading, Outline, Prose, Table, compose
from madang.documents.words import DocumentLanguage, words_of

_FONTS = Path(madang.documents.__file__).parent / "fonts"


def _outline(language: str, **fields: Any) -> Outline:
    return compose(make_paper(make_fields(language) | fields), words_of(DocumentLanguage(language)))


def _text(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "Action plan",
                "1 Nov 2019 – 31 Oct 2021",
                "As of 15 January 2020",
                "11 Sustainable cities and communities (11.3)",
                "250,000,000.50",
            ],
        ),
        ("ko", ["실행 계획", "2019년 11월 1일 ~ 2021년 10월 31일", "우간다", "책임 기관"]),
        ("fr", ["Plan d’action", "Ouganda", "Budget de toutes les actions", "250 000 000,50"]),
        ("es", ["Plan de acción", "Las acciones de un vistazo"]),
        ("vi", ["Kế hoạch hành động", "Tổng quan các hành động", "đã được thông qua · Phiên bản 4"]),
    ],
)
def test_a_pdf_holds_every_language_for_everybody(language: str, said: list[str]) -> None:
    pdf = render_pdf(_outline(language))

    text = _text(pdf).replace("\u202f", " ").replace("\u00a0", " ")
    assert [
        one for one in [*said, *(words.replace("\u00a0", " ") for words in WORDS[language])] if one not in text
    ] == []
    read = PdfReader(io.BytesIO(pdf))
    assert (read.metadata or {}).get("/Title") == WORDS[language][0]
    assert read.trailer["/Root"]["/Lang"] == language
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in pdf


def test_what_no_font_holds_costs_the_character_and_not_the_document() -> None:
    pdf = render_pdf(_outline("en", objective="臺北 is a city"))

    text = _text(pdf)
    assert "Some characters cannot be printed" in text
    assert "is a city" in text


def test_what_looks_like_markup_is_printed_as_it_was_written() -> None:
    text = '#read("/etc/passwd") *b* $x$ <label> @ref // no comment & <b>&amp;'
    outline = _outline("en", title=text, **{f"{FIRST}/title": text, f"{FIRST}/milestones/0k3v9qz1m2aa/title": text})

    assert text in _text(render_pdf(outline))
    written = docx.Document(io.BytesIO(render_docx(outline, TAKEN)))
    assert [p.text for p in written.paragraphs if p.style is not None and p.style.name == "Title"] == [text]


def test_short_table_is_not_parted_by_the_end_of_a_page() -> None:
    outline = _outline("en")
    budget = Table(("Year", "Planned"), tuple((str(year), f"{year}000") for year in range(2020, 2025)), (1, 1), (1,))
    parted = []
    for lines in range(30, 48, 3):  # wherever on the page it begins
        text = "\n\n".join(["A line."] * lines)
        pdf = render_pdf(dataclasses.replace(outline, blocks=(Prose(text), budget)))
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
        if len({at for at, page in enumerate(pages) for year in range(2020, 2025) if f"{year}000" in page}) > 1:
            parted.append(lines)
    assert parted == []


def test_an_empty_plan_says_that_nothing_is_written() -> None:
    outline = compose(make_paper({}, endorsements=()), words_of(DocumentLanguage.EN))

    assert "Nothing is written in this plan yet." in _text(render_pdf(outline))
    assert outline.title == "Untitled"


def test_what_nobody_filled_in_is_left_out() -> None:
    fields = {"title": "A plan", f"{FIRST}/title": "An action", f"{FIRST}/budget/0k3v9qz1m2aa/year": 2019}

    outline = compose(make_paper(fields, endorsements=(), topics={}), words_of(DocumentLanguage.EN))

    assert [block.text for block in outline.blocks if isinstance(block, Heading)] == [
        "Actions",
        "1. An action",
        "Budget",
    ]
    assert [block.head for block in outline.blocks if isinstance(block, Table)] == [("Year", "Currency")]


def test_dates_that_are_reversed_are_printed_as_they_stand() -> None:
    outline = _outline("fr", period_start="2021-10-31", period_end="2019-11-01")

    assert ("Période", "31 oct. 2021 – 1 nov. 2019") in outline.facts.rows


def test_a_docx_has_the_styles_and_headings_of_a_word_processor() -> None:
    document = docx.Document(io.BytesIO(render_docx(_outline("ko"), TAKEN)))

    headed = [
        (p.style.name, p.text) for p in document.paragraphs if p.style is not None and "Heading" in str(p.style.name)
    ]
    assert headed[:3] == [("Heading 1", "계획"), ("Heading 2", "문제"), ("Heading 2", "목표")]
    assert document.core_properties.language == "ko"
    assert [cell.text for cell in document.tables[1].rows[0].cells] == ["번호", "실행 과제", "책임 기관", "계획 기간"]


def test_word_processors_open_the_docx_in_every_language(tmp_path: Path) -> None:
    office = os.environ.get("MADANG_TEST_OFFICE") or shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "run scripts/ensure-office.sh"
    (tmp_path / "fonts.conf").write_text(
        f"<fontconfig><dir>{_FONTS}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>", "utf-8"
    )
    for language in ("ko", "fr", "vi"):
        (tmp_path / f"{language}.docx").write_bytes(render_docx(_outline(language), TAKEN))

    subprocess.run(
        [
            office,
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            *("--convert-to", "pdf", "--outdir", str(tmp_path)),
            *(str(tmp_path / f"{language}.docx") for language in ("ko", "fr", "vi")),
        ],
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")},
    )

    for language in ("ko", "fr", "vi"):
        text = _text((tmp_path / f"{language}.pdf").read_bytes()).replace("\u00a0", " ")
        assert [one for one in WORDS[language] if one.replace("\u00a0", " ") not in text] == []
