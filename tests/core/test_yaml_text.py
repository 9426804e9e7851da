"""YAML as people write it: read with lines, refused where it surprises, written back readably."""

import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.core.yaml_text import MAX_BYTES, Plain, read_yaml, write_yaml


def test_plain_scalar_is_its_text():
    text = "a: no\nb: 12:30\nc: 1e3\nd: 0x10\ne: 2019-10-28\nf: ~\ng:\nh: ''\n"

    assert read_yaml(text).value == {
        "a": "no", "b": "12:30", "c": "1e3", "d": "0x10", "e": "2019-10-28", "f": "~", "g": None, "h": "",
    }  # fmt: skip


def test_every_part_has_its_line():
    document = read_yaml("# comment\na:\n  - b: 1\n    c: |\n      text\n      more\n  - d\n")

    assert [document.line_of(path) for path in [("a",), ("a", 0, "b"), ("a", 0, "c"), ("a", 1)]] == [2, 3, 4, 7]


def test_line_of_something_missing_is_that_of_what_is_around_it():
    assert read_yaml("a:\n  - b: 1\n").line_of(("a", 0, "missing", "deeper")) == 2


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("a: &x 1\nb: *x\n", [(1, "the anchor &x is not allowed"), (2, "the alias *x is not allowed; write it out")]),
        ("a: !!python/object:os.system x\n", [(1, "the tag tag:yaml.org,2002:python/object:os.system is not allowed")]),
        ("a: ! x\n", [(1, "the tag ! is not allowed")]),
        ("a: 1\nb: 2\na: 3\n", [(3, "'a' is given twice, first on line 1")]),
        ("a: 1\n---\nb: 2\n", [(2, "a second document begins; a file holds one")]),
        ("[a]: 1\n", [(1, "a key is text")]),
        ("a: [1\nb: 2\n", [(2, "this is not YAML: did not find expected ',' or ']', while parsing a flow sequence")]),
        ("a: 1\nb: x\x00y\n", [(2, "control character U+0000 is not allowed")]),
        ("a: 1\x852\n", [(1, "control character U+0085 is not allowed")]),
        (b"a: 1\nb: \xe9t\xe9\n", [(2, "byte 0xe9 is not UTF-8; save the file as UTF-8")]),
        ("[" * 30 + "]" * 30, [(1, "nested more than 20 levels deep")]),
        ("a" * (MAX_BYTES + 1), [(1, "the file has 2,097,153 bytes; 2,097,152 is the most")]),
        ("[" + "a," * 210_000 + "]", [(1, "more than 200,000 values")]),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_surprise_is_refused_with_its_line(source: str | bytes, faults: list[Any]):
    assert read_yaml(source).faults == faults


@pytest.mark.parametrize("source", ["a: 1\r\nb: 2\r\n", "\ufeffa: 1\nb: 2\n", b"\xef\xbb\xbfa: 1\nb: 2\n"])
def test_what_editors_add_is_no_fault(source: str | bytes):
    document = read_yaml(source)

    assert (document.value, document.faults) == ({"a": "1", "b": "2"}, [])


@pytest.mark.parametrize(
    "part", ["[", "{a: ", "- ", "? ", "a,", "&a ", "*a ", "- &a b\n", "'", '"', "|", "a: b\n", "[a, b],", "%", "---\n"]
)
def test_hostile_text_ends_soon(part: str):
    text = "a: [" + part * (MAX_BYTES // len(part) - 8) if part == "a," else part * (MAX_BYTES // len(part))
    start = time.process_time()

    read_yaml(text)

    assert time.process_time() - start < 20


def test_billion_laughs_are_met_before_they_expand():
    lines = ["a0: &a0 [lol, lol]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]

    document = read_yaml("\n".join(lines))

    assert len(document.faults) == 40 + 2 * 39
    assert document.value["a39"] == [None, None]


def test_written_in_block_style():
    value = {
        "madang": Plain("1"),
        "edition": {
            "title": {"en": "Plenary 1: role", "no": "no"},
            "days": [date(2019, 10, 28)],
            "start": Plain("2019-10-28 09:00"),
            "background": "First.\n\n  Second.",
            "questions": ["What, then?", "How"],
            "latitude": 37.5,
            "left_out": None,
        },
        "sessions": [{"key": "a", "topics": ["one", "two"], "people": [{"person": "p", "role": "host"}]}, {"key": "b"}],
        "empty": [],
    }

    assert write_yaml(value) == (
        """\
madang: 1

edition:
  title:
    en: "Plenary 1: role"
    "no": "no"
  days: [2019-10-28]
  start: 2019-10-28 09:00
  background: |-
    First.

      Second.
  questions:
    - What, then?
    - How
  latitude: 37.5

sessions:
  - key: a
    topics: [one, two]
    people:
      - person: p
        role: host

  - key: b
"""
    )


_text = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\ufffe\uffff"), min_size=1
)
_long = st.lists(st.one_of(_text, st.sampled_from(["\n", "\t", "  ", "# ", ": ", "- "])), min_size=1).map("".join)
_tree = st.recursive(
    st.one_of(_text, _long),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).filter(lambda items: not any(isinstance(item, list) for item in items)),
        st.dictionaries(_text, inner, min_size=1, max_size=4),
    ),
    max_leaves=20,
)


@given(value=st.dictionaries(_text, _tree, min_size=1, max_size=4))
def test_any_text_is_read_as_it_was_written(value: dict[str, Any]):
    document = read_yaml(write_yaml(value))

    assert (document.faults, document.value) == ([], value)
