"""Accept, Accept-Encoding and If-None-Match, by the book."""

import pytest

from madang.feeds.negotiation import choose_encoding, choose_media_type, matches

OFFERED = ["application/json", "text/html", "text/calendar", "text/plain"]


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("*", "br"),
        ("*;q=0.5, br;q=0", "gzip"),
        ("identity;q=1, gzip;q=0.5", "identity"),
        ("identity;q=0", "identity"),
        ("GZIP", "gzip"),
        ("br;q=oops", "identity"),
        ("br;q=0.000", "identity"),
        (",,;q=1,", "identity"),
    ],
)
def test_encoding(header: str, chosen: str) -> None:
    assert choose_encoding(header) == chosen


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/calendar", "text/calendar"),
        ("text/*", "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/plain;q=0.5, text/calendar;q=0.4", "text/plain"),
        ("*/*;q=0.1, text/plain", "text/plain"),
        ("application/json;q=0, */*", "text/html"),
        ("application/json;charset=utf-8", "application/json"),
        ("TEXT/Calendar", "text/calendar"),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/html;q=0", None),
    ],
)
def test_media_type(header: str, chosen: str | None) -> None:
    assert choose_media_type(header, OFFERED) == chosen


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (b'"a"', True),
        (b'W/"a"', True),
        (b'"b", "a"', True),
        (b'"b",W/"a"', True),
        (b' "b" ,  "a" ', True),
        (b"*", True),
        (b" * ", True),
        (b'"b"', False),
        (b"a", False),
        (b'"a', False),
        (b'"A"', False),
        (b'"ba", "ab"', False),
        (b"", False),
    ],
)
def test_if_none_match(header: bytes, found: bool) -> None:
    assert matches(header, b'"a"') is found
