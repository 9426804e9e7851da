"""Who is written to about case studies, once, and what is erased of them."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlmodel import select

from case_studies.conftest import Called, Members
from madang.accounts.models import Account
from madang.case_studies.models import CaseStudy, CaseStudyReview
from madang.case_studies.service.erasure import erase_from_case_studies
from madang.case_studies.service.reminding import remind_of_slides
from madang.core.db import Database
from madang.delegations.models import Delegation
from support.mail import PostOffice
from support.moments import StoppedClock

Deliver = Callable[[], Awaitable[int]]


async def test_each_outcome_is_mailed_once_in_the_presenters_language(
    called: Called, member: Members, deliver: Deliver, post_office: PostOffice
) -> None:
    people = [await member(number, language=language) for number, language in enumerate(("en", "ko", "fr"))]
    one, two, three = [await each.hand_in() for each in people]
    await called.select(one, reserve=(two,), no=(three,))
    before = await deliver()
    await called.do("announce")
    await called.do("announce")
    await deliver()

    subjects = {str(mail["to"]): str(mail["subject"]).replace("\u00a0", " ") for mail in post_office.taken}
    assert (before, len(post_office.taken)) == (0, 3)
    assert subjects == {
        "trainee0@city.example.org": "Your case study is selected: Plenary 1, Training harbour",
        "trainee1@city.example.org": "사례가 예비로 선정되었습니다: Plenary 1, harbour 연수",
        "trainee2@city.example.org": "Votre étude de cas : Plenary 1, Training harbour",
    }
    selected = next(n for n, mail in enumerate(post_office.taken) if mail["to"] == "trainee0@city.example.org")
    assert "There are 20 minutes for you." in post_office.text(selected)
    assert "Please hand in your slides by then: 21 October 2019 at 00:00" in post_office.text(selected)


async def test_given_back_its_presenter_reads_why(
    called: Called, member: Members, deliver: Deliver, post_office: PostOffice
) -> None:
    mina = await member()
    await mina.hand_in()
    await called.move(mina.study, "draft", "Name the law, please.")
    await deliver()

    assert "They wrote: Name the law, please." in post_office.text()


async def test_missing_slides_are_asked_for_before_and_after_their_day_once_each(
    called: Called,
    member: Members,
    database: Database,
    clock: StoppedClock,
    deliver: Deliver,
    post_office: PostOffice,
) -> None:
    mina, joy = await member(1), await member(2)
    one, two = await mina.hand_in(), await joy.hand_in()
    await joy.write(slides_file_id=await joy.file())
    await called.select(one, two)
    await called.do("announce")
    await deliver()
    sent = []
    # The slides are due on 20 October, 15:00 UTC; the clock starts on 30 September.
    for days in (10, 8, 1, 2, 1):
        clock.advance(days=days)
        await remind_of_slides(database, clock())
        await remind_of_slides(database, clock())
        sent.append(await deliver())

    assert sent == [0, 1, 0, 0, 1]
    assert [str(mail["to"]) for mail in post_office.taken[-2:]] == ["trainee1@city.example.org"] * 2
    assert "were due on 21 October 2019" in post_office.text()


async def test_organiser_reminds_once_a_day_and_nobody_who_has_given(
    called: Called, member: Members, clock: StoppedClock, deliver: Deliver
) -> None:
    mina = await member()
    await called.select(await mina.hand_in())
    await called.do("announce")
    url = f"{called.url}/remind"

    first, again = [(await called.client.post(url, json={})).json() for _ in range(2)]
    clock.advance(days=1)
    next_day = (await called.client.post(url, json={})).json()
    await mina.write(slides_file_id=await mina.file())
    clock.advance(days=1)
    given = (await called.client.post(url, json={})).json()

    assert [first, again, next_day, given] == [
        {"reminded": 1, "already": 0},
        {"reminded": 0, "already": 1},
        {"reminded": 1, "already": 0},
        {"reminded": 0, "already": 0},
    ]


async def test_erased_person_leaves_what_a_city_handed_in_and_takes_what_was_theirs_alone(
    database: Database, called: Called, kampala: Delegation, member: Members
) -> None:
    mina, joy = await member(1, kampala), await member(2)
    one = await mina.hand_in(
        lessons="Ask Zanzimarker", examples=[{"title": "Owino", "text": "Zanzimarker bought the land"}]
    )
    await joy.begin()
    await joy.write(title="Zanzimarker alone")
    async with database.write() as db:
        reviewer = (await db.exec(select(Account).where(Account.email == "org@example.org"))).one()
        marks = {"relevance": 3, "clarity": 3, "transferability": 3, "comment": "Zanzimarker knows"}
        db.add(CaseStudyReview(case_study_id=UUID(one), account_id=reviewer.id, **marks))
        await db.flush()
        for each in (mina, joy):
            await erase_from_case_studies(db, kampala.edition_id, each.registration.id, {"Zanzimarker"})
    async with database.read() as db:
        left = (await db.exec(select(CaseStudy))).all()
        review = (await db.exec(select(CaseStudyReview))).one()

    assert [(study.lessons, study.examples[0]["text"]) for study in left] == [("Ask …", "… bought the land")]
    assert review.comment == "… knows"
