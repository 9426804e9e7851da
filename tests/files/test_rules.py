"""Which content is what it says, and under which name it is saved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.care import JPEG, PDF, PNG, office_file
from madang.files.rules import MediaType, download_name, is_what_it_says

GENUINE = {
    MediaType.PDF: PDF,
    MediaType.JPEG: JPEG,
    MediaType.PNG: PNG,
    MediaType.DOCX: office_file("word/document.xml"),
    MediaType.PPTX: office_file("ppt/presentation.xml"),
    MediaType.XLSX: office_file("xl/workbook.xml"),
}


@pytest.mark.parametrize("media_type", MediaType)
def test_each_kind_is_told_from_every_other(media_type: MediaType) -> None:
    taken = [kind for kind, content in GENUINE.items() if is_what_it_says(media_type, content)]
    assert taken == [media_type]


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        (MediaType.PDF, b"<html><script>alert(1)</script>%PDF-1.7"),
        (MediaType.PDF, b"MZ\x90\x00" + PDF),
        (MediaType.PNG, b"GIF89a" + PNG),
        (MediaType.DOCX, office_file("word/document.xml", "word/vbaProject.bin")),
        (MediaType.DOCX, office_file("other.txt")),
        (MediaType.DOCX, GENUINE[MediaType.DOCX][:-30]),
        (MediaType.JPEG, b"\xff\xd8"),
    ],
    ids=["page with a signature", "program before it", "other picture", "macros", "archive", "cut off", "too short"],
)
def test_disguise_is_seen_through(media_type: MediaType, content: bytes) -> None:
    assert not is_what_it_says(media_type, content)


@given(content=st.binary(max_size=300), media_type=st.sampled_from(MediaType))
def test_no_content_breaks_the_look_at_it(content: bytes, media_type: MediaType) -> None:
    is_what_it_says(media_type, content)
    is_what_it_says(media_type, b"PK\x03\x04" + content)


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("plan.pdf", "plan.pdf"),
        ("여권 사본.PDF", "여권 사본.PDF"),
        ("invoice.exe", "invoice.exe.pdf"),
        ("../../etc/passwd", "_.._etc_passwd.pdf"),
        (".htaccess", "htaccess.pdf"),
        ('a"b|c', "a_b_c.pdf"),
        ("...", "file.pdf"),
    ],
)
def test_name_of_a_download_ends_as_what_it_is(name: str, saved: str) -> None:
    assert download_name(name, MediaType.PDF) == saved


def test_both_endings_of_a_photo_are_kept() -> None:
    assert [download_name(name, MediaType.JPEG) for name in ("a.jpg", "a.JPEG")] == ["a.jpg", "a.JPEG"]
