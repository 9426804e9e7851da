"""What a form asks of whom, and which answers fit. Pure."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories.participants import FORM
from madang.participants import rules
from madang.participants.models import ParticipantKind, QuestionKind
from madang.participants.schemas.forms import Question, RegistrationFormFields

QUESTIONS = [Question.model_validate(each) for each in FORM["questions"]]
KEYS = st.from_regex(r"[a-z]{1,3}", fullmatch=True)


def question(**fields: Any) -> Question:
    return Question.model_validate({"key": "q", "kind": "text", "label": {"en": "Q"}, **fields})


def faults_of(**fields: Any) -> list[str]:
    return [pointer for pointer, _ in rules.check_form(RegistrationFormFields.model_validate(fields), "en")]


def test_question_is_asked_of_its_kinds_and_where_its_condition_is_met() -> None:
    def keys(kind: str, **answers: Any) -> list[str]:
        return [each.key for each in rules.ask(QUESTIONS, ParticipantKind(kind), answers)]

    assert keys("trainee", arrival="plane") == ["motive", "arrival", "flight"]
    assert keys("trainee", arrival="train") == ["motive", "arrival"]
    # Hidden by its kind, so what hangs on it is hidden too, whatever was answered before.
    assert keys("observer", arrival="plane") == ["motive"]


def test_condition_on_a_consent_and_on_one_of_several_choices() -> None:
    agreed = question(key="agreed", kind="consent")
    several = question(key="days", kind="multiple", choices=[{"key": "one", "label": {"en": "1"}}])
    hanging = question(key="x", only_if={"question": "agreed", "any_of": ["true"]})
    other = question(key="y", only_if={"question": "days", "any_of": ["one"]})
    questions = [agreed, several, hanging, other]

    def keys(**answers: Any) -> list[str]:
        return [each.key for each in rules.ask(questions, ParticipantKind.TRAINEE, answers)]

    assert keys(agreed=True, days=["one"]) == ["agreed", "days", "x", "y"]
    assert keys(agreed=False, days=[]) == ["agreed", "days"]


def test_missing_is_what_is_required_and_asked_and_hidden_answers_go_when_sent() -> None:
    answers = {"arrival": "plane"}
    _, faults = rules.find_missing(QUESTIONS, ParticipantKind.TRAINEE, answers)
    kept, none = rules.find_missing(QUESTIONS, ParticipantKind.TRAINEE, {"motive": "x", "flight": "KE 1"})

    assert [pointer for pointer, _ in faults] == ["/answers/motive", "/answers/flight"]
    assert (kept, none) == ({"motive": "x"}, [])


def test_answer_to_a_withdrawn_question_is_kept_and_a_withdrawn_choice_is_chosen_again() -> None:
    gone = question(key="gone", withdrawn=True, required=True)
    choice = question(key="c", kind="choice", choices=[{"key": "a", "label": {"en": "A"}, "withdrawn": True}])

    kept, faults = rules.find_missing([gone, choice], ParticipantKind.TRAINEE, {"gone": "still here", "c": "a"})

    assert kept == {"gone": "still here", "c": "a"}
    assert [pointer for pointer, _ in faults] == ["/answers/c"]


@pytest.mark.parametrize(
    ("kind", "bad"),
    [
        ("text", ["a\x00b", "x" * 301, 3, True, {"a": 1}, "e" + "\u0301" * 300, "\ud800"]),
        ("long_text", ["x" * 5001, ["a"]]),
        ("choice", ["none of them", ["a"], 1]),
        ("multiple", ["a", ["a", "a", "a"], ["b"], [{}]]),
        ("number", ["1", True, 10**400, float("nan"), float("inf"), 1, 11]),
        ("date", ["2019-13-01", "2019-1-1", "20191028", 5, "0001-01-01"]),
        ("country", ["XX", "kr", "South Korea", 1, ["KR"]]),
        ("consent", ["true", 1]),
        ("file", ["passport.pdf", 7, ["a"]]),
    ],
)
def test_answer_that_does_not_fit_is_named(kind: str, bad: list[Any]) -> None:
    choices = [{"key": "a", "label": {"en": "A"}}] if kind in ("choice", "multiple") else []
    bounds = {"minimum": 2, "maximum": 10} if kind == "number" else {}
    asked = [question(kind=kind, choices=choices, **bounds)]

    for value in bad:
        answers, faults = rules.read_answers(asked, {"q": value})
        assert (answers, [pointer for pointer, _ in faults]) == ({}, ["/answers/q"]), value


def test_nothing_is_no_answer_and_an_unknown_question_is_named() -> None:
    answers, faults = rules.read_answers([question()], {"q": "", "other": "x", "third": None})

    assert answers == {}
    assert [pointer for pointer, _ in faults] == ["/answers/other"]


def test_form_that_cannot_be_filled_in_says_where() -> None:
    label = {"label": {"en": "Q"}}
    assert faults_of(opens_at="2030-01-02T00:00:00Z", closes_at="2030-01-01T00:00:00Z") == ["/closes_at"]
    assert faults_of(questions=[{"key": "a", "kind": "choice", **label}]) == ["/questions/0/choices"]
    assert faults_of(questions=[{"key": "a", "kind": "text", "label": {"ko": "질문"}}]) == ["/questions/0/label"]
    twice = [{"key": "a", "kind": "text", **label}, {"key": "a", "kind": "text", **label}]
    assert faults_of(questions=twice) == ["/questions/1/key"]
    forward = [
        {"key": "a", "kind": "text", "only_if": {"question": "b", "any_of": ["x"]}, **label},
        {"key": "b", "kind": "choice", "choices": [{"key": "x", **label}], **label},
    ]
    assert faults_of(questions=forward) == ["/questions/0/only_if/question"]
    unmet = [forward[1], {**forward[0], "only_if": {"question": "b", "any_of": ["y"]}}]
    assert faults_of(questions=unmet) == ["/questions/1/only_if/any_of"]
    bounds = {"key": "a", "kind": "number", "minimum": 3, "maximum": 2, **label}
    assert faults_of(questions=[bounds]) == ["/questions/0/maximum"]
    nobody = {"key": "c", "purpose": {"en": "P"}, "recipient_emails": ["a@example.org"]}
    assert faults_of(consents=[nobody]) == ["/consents/0/recipient"]


def test_left_out_question_and_choice_are_withdrawn_and_kinds_stay() -> None:
    before = [question(key="a"), question(key="b", kind="choice", choices=[{"key": "x", "label": {"en": "X"}}])]
    after = [question(key="b", kind="choice", choices=[{"key": "y", "label": {"en": "Y"}}])]

    kept = rules.carry_over(before, after)

    assert [(each.key, each.withdrawn) for each in kept] == [("b", False), ("a", True)]
    assert [(choice.key, choice.withdrawn) for choice in kept[0].choices] == [("y", False), ("x", True)]
    assert list(rules.check_kinds_kept(before, [question(key="a", kind="date")])) != []


@st.composite
def forms(draw: st.DrawFn) -> list[Question]:
    """Return a form that `check_form` has nothing against."""
    made: list[Question] = []
    for number in range(draw(st.integers(0, 6))):
        choices = [{"key": key, "label": {"en": key}} for key in draw(st.lists(KEYS, min_size=1, unique=True))]
        kind = draw(st.sampled_from(list(QuestionKind)))
        choosing = [each for each in made if each.choices and not each.withdrawn]
        only_if = None
        if choosing and draw(st.booleans()):
            on = draw(st.sampled_from(choosing))
            only_if = {"question": on.key, "any_of": [draw(st.sampled_from([c.key for c in on.choices]))]}
        fields = {
            "key": f"q-{number}",
            "kind": kind,
            "choices": choices if kind in ("choice", "multiple") else [],
            "only_if": only_if,
            "kinds": draw(st.lists(st.sampled_from(list(ParticipantKind)), max_size=2)),
            "required": draw(st.booleans()),
            "withdrawn": draw(st.booleans()),
        }
        made.append(question(**fields))
    return made


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | KEYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=2),
    max_leaves=5,
)


@given(questions=forms(), kind=st.sampled_from(list(ParticipantKind)), data=st.data())
def test_whatever_is_answered_is_kept_clean_or_named_and_reading_again_changes_nothing(
    questions: list[Question], kind: ParticipantKind, data: st.DataObject
) -> None:
    keys = st.sampled_from([each.key for each in questions] or ["none"])
    given_answers = data.draw(st.dictionaries(keys, ANY, max_size=6))

    answers, faults = rules.read_answers(questions, given_answers)
    kept, missing = rules.find_missing(questions, kind, answers)

    refused = {pointer.removeprefix("/answers/") for pointer, _ in faults}
    empty = {key for key, value in given_answers.items() if value is None or value in ("", [])}
    assert set(answers) | refused | empty == set(given_answers)
    assert not set(answers) & refused
    assert rules.read_answers(questions, answers) == (answers, [])
    # Who is sent to answer what is missing is asked for it; once sent, nothing more is found missing or dropped.
    asked = {each.key for each in rules.ask(questions, kind, answers)}
    assert {pointer.removeprefix("/answers/") for pointer, _ in missing} <= asked
    assert rules.find_missing(questions, kind, kept) == (kept, missing)


@given(questions=forms(), kept=st.sets(st.integers(0, 5)))
def test_no_question_is_ever_lost(questions: list[Question], kept: set[int]) -> None:
    after = [each for number, each in enumerate(questions) if number in kept]

    carried = rules.carry_over(questions, after)

    assert {each.key for each in carried} == {each.key for each in questions}
    assert carried[: len(after)] == after
    assert all(each.withdrawn for each in carried[len(after) :])
