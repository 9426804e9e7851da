"""What a form asks of whom, whether answers fit, and until when it takes them. All pure."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from madang.core.countries import countries
from madang.core.text import clean_line, clean_text
from madang.participants.models import ParticipantKind, QuestionKind, RegistrationForm, Source
from madang.participants.schemas.forms import Choice, Question, RegistrationFormFields

Fault = tuple[str, str]
"""A JSON pointer into the body, and what is wrong there."""

_CHOOSING = frozenset({QuestionKind.CHOICE, QuestionKind.MULTIPLE})
_LINE, _TEXT, _GREATEST = 300, 5000, 1e12
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_YES = "true"  # how the condition on a consent is written


# --- the form itself -------------------------------------------------------------------------------------------


def check_form(form: RegistrationFormFields, language: str) -> Iterator[Fault]:
    """Yield what is wrong with a form: keys twice, texts missing, conditions that can never be met."""
    if form.opens_at and form.closes_at and form.closes_at <= form.opens_at:
        yield "/closes_at", "the form closes before it opens"
    if form.intro and language not in form.intro:
        yield "/intro", f"the default language {language!r} is missing"
    yield from _twice("/questions", [question.key for question in form.questions])
    earlier: dict[str, Question] = {}
    for position, question in enumerate(form.questions):
        yield from _check_question(f"/questions/{position}", question, earlier, language)
        earlier.setdefault(question.key, question)
    yield from _twice("/consents", [consent.key for consent in form.consents])
    for position, consent in enumerate(form.consents):
        here = f"/consents/{position}"
        if language not in consent.purpose:
            yield f"{here}/purpose", f"the default language {language!r} is missing"
        if consent.recipient and language not in consent.recipient_name:
            yield f"{here}/recipient_name", "a recipient is named, in the default language at least"
        if consent.recipient_emails and not consent.recipient:
            yield f"{here}/recipient", "addresses belong to a recipient"


def _twice(pointer: str, keys: Sequence[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for position, key in enumerate(keys):
        if key in seen:
            yield f"{pointer}/{position}/key", f"the key {key!r} is there twice"
        seen.add(key)


def _check_question(here: str, question: Question, earlier: Mapping[str, Question], language: str) -> Iterator[Fault]:
    if language not in question.label:
        yield f"{here}/label", f"the default language {language!r} is missing"
    if (question.kind in _CHOOSING) != bool(question.choices):
        yield f"{here}/choices", "a choice needs something to choose from, and nothing else has choices"
    yield from _twice(f"{here}/choices", [choice.key for choice in question.choices])
    for position, choice in enumerate(question.choices):
        if language not in choice.label:
            yield f"{here}/choices/{position}/label", f"the default language {language!r} is missing"
    if question.kind is not QuestionKind.NUMBER and (question.minimum is not None or question.maximum is not None):
        yield f"{here}/minimum", "only a number has bounds"
    if question.minimum is not None and question.maximum is not None and question.minimum > question.maximum:
        yield f"{here}/maximum", "the greatest number is below the least"
    if question.only_if is None:
        return
    depended = earlier.get(question.only_if.question)
    if depended is None:
        yield f"{here}/only_if/question", "no earlier question has that key"
        return
    if depended.withdrawn and not question.withdrawn:
        yield f"{here}/only_if/question", "that question is withdrawn: this one would never be asked"
    possible = {choice.key for choice in depended.choices}
    if depended.kind is QuestionKind.CONSENT:
        possible = {_YES}
    for value in question.only_if.any_of:
        if value not in possible:
            yield f"{here}/only_if/any_of", f"{value!r} is no answer to that question"


def carry_over(before: Sequence[Question], after: Sequence[Question]) -> list[Question]:
    """Return the new questions, and as withdrawn what was left out of the old: somebody may be answering it now."""
    old = {question.key: question for question in before}
    kept = [
        question.model_copy(update={"choices": _carry_choices(old[question.key].choices, question.choices)})
        if question.key in old
        else question
        for question in after
    ]
    present = {question.key for question in after}
    gone = [question for question in before if question.key not in present]
    return kept + [question.model_copy(update={"withdrawn": True}) for question in gone]


def _carry_choices(before: Sequence[Choice], after: Sequence[Choice]) -> list[Choice]:
    present = {choice.key for choice in after}
    gone = [choice.model_copy(update={"withdrawn": True}) for choice in before if choice.key not in present]
    return [*after, *gone]


def check_kinds_kept(before: Sequence[Question], after: Sequence[Question]) -> Iterator[Fault]:
    """Yield which questions are to be answered otherwise than before: answers that there are would make no sense."""
    kinds = {question.key: question.kind for question in before}
    for position, question in enumerate(after):
        if kinds.get(question.key, question.kind) is not question.kind:
            yield f"/questions/{position}/kind", "people may have answered: withdraw this question and add another"


# --- answers ---------------------------------------------------------------------------------------------------


def ask(questions: Sequence[Question], kind: ParticipantKind, answers: Mapping[str, Any]) -> list[Question]:
    """Return the questions that somebody of this kind with these answers is asked, in their order."""
    asked: dict[str, Question] = {}
    for question in questions:
        of_kind = not question.kinds or kind in question.kinds
        if of_kind and not question.withdrawn and _condition_met(question, asked, answers):
            asked[question.key] = question
    return list(asked.values())


def _condition_met(question: Question, asked: Mapping[str, Question], answers: Mapping[str, Any]) -> bool:
    if question.only_if is None:
        return True
    if question.only_if.question not in asked:
        return False
    answer = answers.get(question.only_if.question)
    given = answer if isinstance(answer, list) else [_YES if answer is True else answer]
    return any(value in question.only_if.any_of for value in given)


def read_answers(questions: Sequence[Question], given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """Return answers as they are kept, and what is wrong with them. None and empty text are no answer.

    An answer to a question that is not asked, or no longer, is kept as well: whoever changes their mind has not lost
    it. What is required is another matter: see `find_missing`.
    """
    known = {question.key: question for question in questions}
    answers: dict[str, Any] = {}
    faults: list[Fault] = []
    for key, value in given.items():
        if value is None or value in ("", []):
            continue
        question = known.get(key)
        if question is None:
            faults.append((f"/answers/{key}", "there is no such question in this form"))
            continue
        try:
            answers[key] = _READ[question.kind](question, value)
        except ValueError as problem:
            faults.append((f"/answers/{key}", str(problem)))
    return answers, faults


def find_missing(
    questions: Sequence[Question], kind: ParticipantKind, answers: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Fault]]:
    """Return what is to be kept of answers that are sent for good, and which that are required are missing.

    Kept are answers to what is asked and to what was asked once; what a condition hides is not.
    """
    asked = ask(questions, kind, answers)
    faults: list[Fault] = []
    for question in asked:
        answer = answers.get(question.key)
        pointer = f"/answers/{question.key}"
        if question.required and (answer is None or answer is False):
            faults.append((pointer, "is required"))
        gone = {choice.key for choice in question.choices if choice.withdrawn}
        if gone.intersection(answer if isinstance(answer, list) else [answer] if isinstance(answer, str) else []):
            faults.append((pointer, "this is no longer offered; choose again"))
    kept = {question.key for question in asked} | {question.key for question in questions if question.withdrawn}
    return {key: answer for key, answer in answers.items() if key in kept}, faults


def _text(value: Any, longest: int, clean: Callable[[str], str]) -> str:
    if not isinstance(value, str):
        raise ValueError("is to be text")
    if len(value) > longest:
        raise ValueError(f"has at most {longest} characters")
    text = clean(value)
    if not text:
        raise ValueError("is empty")
    return text


def _choice(question: Question, value: Any) -> str:
    if not isinstance(value, str) or value not in {choice.key for choice in question.choices}:
        raise ValueError("is none of the choices")
    return value


def _multiple(question: Question, value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > len(question.choices):
        raise ValueError("is to be a list of choices")
    chosen = {_choice(question, each) for each in value}
    return [choice.key for choice in question.choices if choice.key in chosen]


def _number(question: Question, value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("is to be a number")
    if abs(value) > _GREATEST or not math.isfinite(value):
        raise ValueError("is no number that anybody means")
    if question.minimum is not None and value < question.minimum:
        raise ValueError(f"is at least {question.minimum:g}")
    if question.maximum is not None and value > question.maximum:
        raise ValueError(f"is at most {question.maximum:g}")
    return value


def _date(_question: Question, value: Any) -> str:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        day = None
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError("is to be a date such as 2019-10-28")
    return day.isoformat()


def _country(_question: Question, value: Any) -> str:
    if not isinstance(value, str) or value not in countries():
        raise ValueError("is to be a country's code (ISO 3166-1)")
    return value


def _consent(_question: Question, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("is yes or no")
    return value


def _file(_question: Question, value: Any) -> str:
    try:
        return str(UUID(value))
    except (ValueError, TypeError, AttributeError) as problem:
        raise ValueError("is to be the id of a file") from problem


_READ: dict[QuestionKind, Callable[[Question, Any], Any]] = {
    QuestionKind.TEXT: lambda _, value: _text(value, _LINE, clean_line),
    QuestionKind.LONG_TEXT: lambda _, value: _text(value, _TEXT, clean_text),
    QuestionKind.CHOICE: _choice,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.COUNTRY: _country,
    QuestionKind.CONSENT: _consent,
    QuestionKind.FILE: _file,
}


# --- until when --------------------------------------------------------------------------------------------------


def is_open(form: RegistrationForm, now: datetime) -> bool:
    """Whether people may register by themselves at this moment."""
    opened = form.opens_at is None or form.opens_at <= now
    return bool(form.kinds) and opened and (form.closes_at is None or now < form.closes_at)


def may_edit(form: RegistrationForm, now: datetime) -> bool:
    """Whether what was sent may still be changed."""
    return form.edits_until is None or now < form.edits_until


def may_submit(form: RegistrationForm, source: Source, now: datetime) -> bool:
    """Whether a draft may be sent: by who came alone while the form is open, by who was asked to until edits end."""
    if source is Source.SELF:
        return is_open(form, now)
    return may_edit(form, now) or (form.closes_at is not None and now < form.closes_at)


def first_kind(form: RegistrationForm) -> ParticipantKind:
    """Return what somebody registers as unless they say otherwise."""
    return ParticipantKind(form.kinds[0])
