"""From an organiser's form to a place: in Korean, on a phone, on a slow line that breaks."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from email.message import EmailMessage
from typing import Any

import httpx
import pytest_asyncio
from playwright.async_api import BrowserContext, CDPSession, Page, Route, expect

from support.mail import PostOffice, text_of
from support.server import ADMINISTRATOR, PASSWORD, Server

EDITION = "gsef-cbt-2019"
URL = f"/api/v1/editions/{EDITION}"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
LINE = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
MOST_BYTES = 80 * 1024  # as the limits of the build count
FORM: dict[str, Any] = {
    "kinds": ["trainee", "observer"],
    "questions": [
        {
            "key": "motive",
            "kind": "long_text",
            "label": {"en": "Why do you come?", "ko": "왜 오십니까?"},
            "required": True,
        },
        {
            "key": "arrival",
            "kind": "choice",
            "label": {"en": "How do you come?", "ko": "어떻게 오십니까?"},
            "choices": [
                {"key": "train", "label": {"en": "By train", "ko": "기차로"}},
                {"key": "plane", "label": {"en": "By plane", "ko": "비행기로"}},
            ],
        },
        {
            "key": "flight",
            "kind": "text",
            "label": {"en": "Which flight?", "ko": "어느 항공편입니까?"},
            "required": True,
            "only_if": {"question": "arrival", "any_of": ["plane"]},
        },
    ],
    "consents": [
        {
            "key": "network",
            "purpose": {"en": "Being written to by the network", "ko": "네트워크의 소식 받기"},
            "recipient": "gsef",
            "recipient_name": {"en": "GSEF"},
            "required": True,
        }
    ],
}


@pytest_asyncio.fixture
async def organiser(mailing_server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=mailing_server.url) as client:
        signed_in = await client.post("/api/v1/auth/token", data={"username": ADMINISTRATOR, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"
        yield client


async def never_save(route: Route) -> None:
    """Let a page read, but break the line whenever it saves."""
    await (route.abort() if route.request.method == "PUT" else route.continue_())


async def slow_line(context: BrowserContext, page: Page) -> CDPSession:
    """Put a page on a line of 400 kbit/s and 400 ms, with nothing remembered."""
    line = await context.new_cdp_session(page)
    await line.send("Network.enable")
    await line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    await line.send("Network.emulateNetworkConditions", LINE)
    return line


async def test_form_is_filled_in_on_a_slow_line_that_breaks_and_ends_with_a_place(
    new_context: Callable[..., Awaitable[BrowserContext]],
    mailing_server: Server,
    organiser: httpx.AsyncClient,
    office: PostOffice,
) -> None:
    (await organiser.put(f"{URL}/registration-form", json=FORM, headers={"If-Match": '"0"'})).raise_for_status()
    context = await new_context(locale="ko-KR", timezone_id="Asia/Seoul", **PHONE)
    page = await context.new_page()
    address = f"{mailing_server.url}/e/{EDITION}/register"

    await page.goto(address)
    await page.get_by_label("이메일 주소").fill("Kampala-trainee-1@example.org")
    await page.get_by_role("button", name="링크 받기").tap()
    await expect(page.get_by_text("메일을 확인하세요")).to_be_visible()
    code = re.search(r"\d{4} \d{4}", text_of((await office.wait_for(1))[0]))
    assert code
    await page.get_by_label("메일에 있는 코드").fill(code[0])
    name = page.get_by_label("명찰에 적을 이름")
    await expect(name).to_be_visible()

    # From nothing to a form that can be typed into: every byte that comes over the line is counted.
    line = await slow_line(context, page)
    came: list[float] = []
    line.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    await page.goto(address, wait_until="commit")
    await name.fill("캄팔라 연수생 1")
    print(f"{sum(came):.0f} bytes until the form could be used")
    assert sum(came) <= MOST_BYTES

    await page.get_by_label("국가 또는 지역").select_option("UG")
    await page.get_by_label("왜 오십니까?").fill("이웃 도시에게 배우려고")
    await expect(page.locator("[data-save=saved]")).to_have_text("저장됨")

    # The line breaks: what is typed stays on the phone, over a reload too, and is sent when it is back.
    await line.send("Network.emulateNetworkConditions", LINE | {"offline": True})
    await page.get_by_label("어떻게 오십니까?").select_option("plane")
    await page.get_by_label("어느 항공편입니까?").fill("KE 960")
    await expect(page.locator("[data-save=here]")).to_contain_text("이 기기에 보관했습니다")
    await context.route("**/api/v1/me/registrations/*", never_save)
    await line.send("Network.emulateNetworkConditions", LINE)
    await page.reload()
    await expect(page.get_by_text("이 기기에서 작성하던 내용을 불러왔습니다.")).to_be_visible()
    await expect(page.get_by_label("어느 항공편입니까?")).to_have_value("KE 960")
    await context.unroute("**/api/v1/me/registrations/*", never_save)

    await page.get_by_role("button", name="등록 보내기").tap()
    await expect(page.get_by_text("빠진 항목이 1개 있습니다")).to_be_visible()
    await page.get_by_label("네트워크의 소식 받기").check()
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    async with page.expect_response("**/submit") as sent:
        await page.get_by_role("button", name="등록 보내기").tap()
    own_id = (await (await sent.value).json())["registration"]["id"]
    await expect(page.get_by_text("주최 측이 검토한 뒤 연락드립니다.")).to_be_visible()
    await office.wait_for(2)
    assert "등록이 접수되었습니다" in office.taken[1]["Subject"]

    kept = await page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('madang:registration'))")
    assert kept == []  # what the server has is not left lying on the phone

    decided = await organiser.post(f"{URL}/participants/{own_id}/decision", json={"decision": "accepted"})
    decided.raise_for_status()
    await office.wait_for(3)
    mail = office.taken[2]
    assert "참가가 확정되었습니다" in mail["Subject"]
    assert [part.get_content_type() for part in mail.iter_attachments()] == ["text/calendar"]
    await page.reload()
    await expect(page.get_by_text("참가 확정", exact=True).first).to_be_visible()


async def accept(page: Page, mail: EmailMessage, button: str, onward: str) -> None:
    """Press the link of a letter and what it leads to."""
    text = mail.get_body(("plain",))
    link = re.search(r"http://\S+#\S+", text.get_content() if text else "")
    assert link
    await page.goto(link[0])
    await page.get_by_role("button", name=button).tap()
    await page.wait_for_url(f"**/e/{EDITION}/{onward}")


async def test_invited_city_nominates_a_trainee_who_comes(
    new_context: Callable[..., Awaitable[BrowserContext]],
    mailing_server: Server,
    organiser: httpx.AsyncClient,
    office: PostOffice,
) -> None:
    """The whole way: letter, nomination, registration on a slow line, requirement, place, calendar file."""
    (await organiser.put(f"{URL}/registration-form", json=FORM, headers={"If-Match": '"0"'})).raise_for_status()
    talk = {"key": "talk", "title": {"en": "Title of your talk", "ko": "발표 제목"}, "form": "text"}
    (await organiser.post(f"{URL}/requirements", json=talk | {"due_on": "2099-03-01"})).raise_for_status()
    city = {
        "city": {"en": "Kampala", "ko": "캄팔라"},
        "country": "UG",
        "local_government": {"en": "Kampala Capital City Authority"},
        "seats": {"official": 1},
        "focal_point": {"email": "focal@kampala.example.org"},
    }
    (await organiser.post(f"{URL}/city-delegations", json=city)).raise_for_status()

    focal = await (await new_context(locale="en-GB", timezone_id="Africa/Kampala", **PHONE)).new_page()
    await accept(focal, (await office.wait_for(to="focal@kampala.example.org"))[0], "Accept", "delegation")
    await focal.get_by_role("button", name="Nominate somebody").tap()
    await focal.get_by_label("Name").fill("Kampala trainee 1")
    await focal.get_by_label("Email address").fill("one@kampala.example.org")
    await focal.get_by_label("Language").last.select_option("ko")
    await focal.get_by_role("button", name="Nominate and send the letter").tap()
    await expect(focal.get_by_text("Kampala trainee 1 is nominated")).to_be_visible()

    context = await new_context(locale="ko-KR", timezone_id="Asia/Seoul", **PHONE)
    page = await context.new_page()
    await slow_line(context, page)
    await accept(page, (await office.wait_for(to="one@kampala.example.org"))[0], "수락", "register")
    await page.get_by_label("왜 오십니까?").fill("이웃 도시에게 배우려고")
    await page.get_by_label("어떻게 오십니까?").select_option("train")
    await page.get_by_label("네트워크의 소식 받기").check()
    await page.get_by_role("button", name="등록 보내기").tap()
    await expect(page.get_by_text("주최 측이 검토한 뒤 연락드립니다.")).to_be_visible()

    await page.goto(f"{mailing_server.url}/e/{EDITION}/mine")
    await expect(page.get_by_text("아직 1가지가 남았습니다")).to_be_visible()
    await page.get_by_label("답변").fill("캄팔라의 시장들")
    await page.get_by_role("button", name="보내기").tap()
    await expect(page.get_by_text("모두 마쳤습니다")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 360
    await focal.reload()
    await expect(focal.get_by_text("Title of your talk")).to_be_visible()
    await expect(focal.get_by_text("캄팔라의 시장들")).to_have_count(0)

    desk = await (await new_context(locale="en-GB", timezone_id="Asia/Seoul")).new_page()
    await desk.goto(f"{mailing_server.url}/sign-in?next=/organise/{EDITION}/participants")
    await desk.get_by_label("Email address").fill(ADMINISTRATOR)
    await desk.get_by_label("Password").fill(PASSWORD)
    await desk.get_by_role("button", name="Sign in").click()
    await desk.get_by_role("link", name="Kampala trainee 1").click()
    await expect(desk.get_by_text("캄팔라의 시장들")).to_be_visible()
    found = (await organiser.get(f"{URL}/participants", params={"q": "kampala"})).json()["items"]
    decided = await organiser.post(f"{URL}/participants/{found[0]['id']}/decision", json={"decision": "accepted"})
    decided.raise_for_status()
    accepted = (await office.wait_for(3, to="one@kampala.example.org"))[2]
    assert "참가가 확정되었습니다" in accepted["Subject"]
    (calendar,) = accepted.iter_attachments()
    assert (calendar.get_content_type(), "BEGIN:VEVENT" in calendar.get_content()) == ("text/calendar", True)


async def test_organiser_builds_a_form_that_people_then_see(
    page: Page, mailing_server: Server, organiser: httpx.AsyncClient
) -> None:
    await page.goto(f"{mailing_server.url}/sign-in?next=/organise/{EDITION}/registration")
    await page.get_by_label("Email address").fill(ADMINISTRATOR)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", name="Registration")).to_be_visible()

    await page.get_by_role("group", name="Who may register by themselves").get_by_label("trainees").check()
    await page.get_by_role("button", name="Add a question").click()
    await page.get_by_label("Question", exact=True).fill("How do you come?")
    await page.get_by_label("Answered by").select_option("choice")
    await page.get_by_role("button", name="Save the form").click()
    await expect(page.get_by_text("Something does not fit yet")).to_be_visible()
    await page.get_by_role("button", name="Add a choice").click()
    await page.get_by_label("Choice 1", exact=True).fill("By train")
    await page.get_by_role("button", name="Save the form").click()
    await expect(page.get_by_text("Saved. Who opens the form now sees it.")).to_be_visible()
    await page.get_by_label("Places: All together").fill("60")
    await page.get_by_role("button", name="Save places").click()
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()

    form = (await organiser.get(f"{URL}/registration-form")).json()
    quotas = (await organiser.get(f"{URL}/quotas")).json()["items"]
    assert (form["kinds"], [question["choices"][0]["key"] for question in form["questions"]]) == (
        ["trainee"],
        ["by-train"],
    )
    assert quotas[0] == {"kind": "all", "places": 60, "taken": 0}
