"""Organisers build a form and set quotas."""

import httpx

from factories.participants import DRAFT, FORM
from factories.programme import EDITION
from participants.people import EDITION_URL, change_form, set_places, taken
from participants.test_registering import Registering

FORM_URL = f"{EDITION_URL}/registration-form"


async def test_edition_has_no_form_until_one_is_made_and_two_makers_do_not_overwrite_each_other(
    as_organiser: httpx.AsyncClient,
) -> None:
    await as_organiser.post("/api/v1/editions", json=EDITION)

    none = await as_organiser.get(FORM_URL)
    made = await as_organiser.put(FORM_URL, json=FORM, headers={"If-Match": '"0"'})
    late = await as_organiser.put(FORM_URL, json=FORM, headers={"If-Match": '"0"'})
    blind = await as_organiser.put(FORM_URL, json=FORM)

    assert (none.status_code, none.headers["etag"], none.json()["kinds"]) == (200, '"0"', [])
    assert (made.status_code, made.headers["etag"]) == (200, '"1"')
    assert made.json()["consents"][1]["recipient_emails"] == ["partner@example.org"]
    assert (late.status_code, late.json()["current"]["version"], blind.status_code) == (412, 1, 428)


async def test_form_with_faults_says_all_of_them_and_stays_as_it_was(
    edition: str, as_organiser: httpx.AsyncClient
) -> None:
    bad = [
        {"key": "a", "kind": "choice", "label": {"ko": "질문"}},
        {"key": "a", "kind": "text", "label": {"en": "Q"}, "only_if": {"question": "nowhere", "any_of": ["x"]}},
    ]

    answer = await change_form(as_organiser, questions=bad)

    assert [error["pointer"] for error in answer.json()["errors"]] == [
        "/body/questions/1/key",
        "/body/questions/0/label",
        "/body/questions/0/choices",
        "/body/questions/1/only_if/question",
    ]
    assert (await as_organiser.get(FORM_URL)).json()["version"] == 1


async def test_question_is_deleted_before_anybody_registers_and_withdrawn_after(
    edition: str, as_organiser: httpx.AsyncClient, registrant: Registering
) -> None:
    fewer = await change_form(as_organiser, questions=FORM["questions"][:2])
    await (await registrant()).save(DRAFT)
    none = await change_form(as_organiser, questions=[])
    otherwise = await change_form(as_organiser, questions=[FORM["questions"][0] | {"kind": "date"}])

    assert [question["key"] for question in fewer.json()["questions"]] == ["motive", "arrival"]
    assert [question["withdrawn"] for question in none.json()["questions"]] == [True, True]
    assert [error["pointer"] for error in otherwise.json()["errors"]] == ["/body/questions/0/kind"]


async def test_quota_begins_with_the_places_that_are_held(
    edition: str, as_organiser: httpx.AsyncClient, registrant: Registering
) -> None:
    await change_form(as_organiser, needs_approval=False)
    await registrant(sent=True)
    before = await taken(as_organiser)

    answer = await set_places(as_organiser, trainee=1)
    second = await registrant("second@example.org", sent=True)

    assert before == {"all": 1, "trainee": 1}
    assert [item for item in answer.json()["items"] if item["places"]] == [{"kind": "trainee", "places": 1, "taken": 1}]
    assert await second.status() == "waitlisted"
    assert (await second.stand())["full"] is True
