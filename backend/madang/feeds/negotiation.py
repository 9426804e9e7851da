"""What a request's Accept, Accept-Encoding and conditional headers mean (RFC 9110 §12, §13). Pure."""

import re
from collections.abc import Iterator, Sequence

ENCODINGS = ("br", "gzip", "identity")
"""Encodings that are offered, best first."""

_ETAG = re.compile(rb'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_MOST_PARTS = 64


def _weights(header: str) -> Iterator[tuple[str, float]]:
    """Give each range of a list header with its weight; an unreadable weight counts as 0."""
    for part in header.split(",")[:_MOST_PARTS]:
        value, *parameters = (piece.strip() for piece in part.lower().split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, number = parameter.partition("=")
            if name.strip() == "q":
                weight = _weight(number.strip())
        if value:
            yield value, weight


def _weight(number: str) -> float:
    return float(number) if re.fullmatch(r"[01](\.\d{0,3})?", number) else 0.0


def choose_encoding(accept_encoding: str) -> str:
    """Return the best of `ENCODINGS` that the header allows; identity when it allows none that is offered.

    Source: RFC 9110 §12.5.3. An answer that a client cannot decode helps nobody, so nothing is refused here.
    """
    asked = dict(_weights(accept_encoding))
    rest = asked.get("*", 0.0)
    offered = {name: asked.get(name, asked.get("x-gzip", rest) if name == "gzip" else rest) for name in ENCODINGS[:2]}
    best = max(offered, key=lambda name: offered[name])
    return best if offered[best] > 0 and offered[best] >= asked.get("identity", 0.0) else "identity"


def choose_media_type(accept: str, offered: Sequence[str]) -> str | None:
    """Return which of the media types `offered`, best first, the Accept header likes most; None when none fits.

    Source: RFC 9110 §12.5.1: the most specific range that matches a type decides its weight.
    """
    if not accept.strip():
        return offered[0]
    ranges = dict(_weights(accept))
    best, best_weight = None, 0.0
    for media_type in offered:
        main = media_type.split("/", maxsplit=1)[0]
        weight = next((ranges[name] for name in (media_type, f"{main}/*", "*/*") if name in ranges), 0.0)
        if weight > best_weight:
            best, best_weight = media_type, weight
    return best


def matches(if_none_match: bytes, etag: bytes) -> bool:
    """Whether a list of validators holds `etag` by weak comparison (RFC 9110 §8.8.3.2, §13.1.2)."""
    if if_none_match.strip() == b"*":
        return True
    return etag in _ETAG.findall(if_none_match)
