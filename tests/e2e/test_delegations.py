"""A city is invited, nominates on a phone, swaps and confirms; another city sees nothing of it, the public its name."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from playwright.async_api import BrowserContext, Page, expect

from support.mail import PostOffice, text_of
from support.server import ADMINISTRATOR, PASSWORD, Server

EDITION = "gsef-cbt-2019"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
NewContext = Callable[..., Awaitable[BrowserContext]]


def link_in(text: str) -> str:
    found = re.search(r"http://\S+#\S+", text)
    assert found, text
    return found[0]


async def invite(page: Page, city: str, country: str, email: str) -> None:
    await page.get_by_role("link", name="Invite a city").click()
    await page.get_by_label("City", exact=True).fill(city)
    await page.get_by_label("Country or territory").select_option(country)
    await page.get_by_label("Nominations until the end of").fill("2099-03-31")
    await page.get_by_label("Email address").fill(email)
    await page.get_by_label("A few words of your own").fill("We look forward to you.")
    await page.get_by_role("button", name="Invite").click()
    await expect(page.get_by_role("heading", level=1, name=city)).to_be_visible()


async def phone_of(new_context: NewContext, office: PostOffice, email: str, onward: str = "delegation") -> Page:
    page = await (await new_context(locale="en-GB", timezone_id="Africa/Kampala", **PHONE)).new_page()
    await page.goto(link_in(text_of((await office.wait_for(to=email))[0])))
    await page.get_by_role("button", name="Accept").tap()
    await page.wait_for_url(f"**/e/{EDITION}/{onward}")
    return page


async def nominate(page: Page, name: str, email: str) -> None:
    await page.get_by_role("button", name="Nominate somebody").tap()
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Email address").fill(email)
    await page.get_by_role("button", name="Nominate and send the letter").tap()


async def test_city_comes_from_the_letter_to_the_public_directory(
    page: Page, new_context: NewContext, mailing_server: Server, office: PostOffice
) -> None:
    home = f"{mailing_server.url}/organise/{EDITION}/delegations"
    await page.goto(home)
    await page.get_by_label("Email address").fill(ADMINISTRATOR)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(home)
    await invite(page, "Kampala", "UG", "focal@kampala.example.org")
    await page.goto(home)
    await invite(page, "Kisumu", "KE", "focal@kisumu.example.org")

    letter = text_of((await office.wait_for(to="focal@kampala.example.org"))[0])
    assert "We look forward to you." in letter
    focal = await phone_of(new_context, office, "focal@kampala.example.org")
    await expect(focal.get_by_role("heading", level=1, name="Kampala")).to_be_visible()
    await nominate(focal, "Kampala trainee 1", "one@kampala.example.org")
    await expect(focal.get_by_text("Kampala trainee 1 is nominated")).to_be_visible()
    await expect(focal.get_by_text("No actor of the social economy")).to_be_visible()
    own = await office.wait_for(to="one@kampala.example.org")
    assert "/e/gsef-cbt-2019/register" not in text_of(own[0]).split("#")[0]

    # The same address again: refused beside the field, and what was typed is still there.
    await nominate(focal, "Kampala trainee 1", "ONE@kampala.example.org")
    await expect(focal.get_by_text("This address is a member already")).to_be_visible()
    await expect(focal.get_by_label("Email address")).to_have_value("ONE@kampala.example.org")
    await focal.get_by_role("button", name="Cancel").tap()

    await focal.get_by_role("button", name="Swap: Kampala trainee 1").tap()
    await focal.get_by_label("Name").fill("Kampala trainee 2")
    await focal.get_by_label("Email address").fill("two@kampala.example.org")
    await focal.get_by_label("Why").fill("A visa was refused")
    await focal.get_by_role("button", name="Swap and send the letter").tap()
    await expect(focal.get_by_role("heading", level=3, name="Kampala trainee 2")).to_be_visible()
    await focal.get_by_text("No longer in the delegation").tap()
    await expect(focal.get_by_text("Kampala trainee 2 comes instead").last).to_be_visible()
    own = await office.wait_for(2, to="one@kampala.example.org")
    assert "A visa was refused" in text_of(own[1])

    await focal.get_by_role("button", name="Confirm the delegation").tap()
    await focal.get_by_role("dialog").get_by_role("button", name="Confirm the delegation").tap()
    await expect(focal.get_by_text("confirmed", exact=True).first).to_be_visible()
    await focal.get_by_label("Show our city in the public list").check()
    await expect(focal.get_by_text("Saved")).to_be_visible()
    assert await focal.evaluate("document.documentElement.scrollWidth") == 360

    # Somebody else's city: nothing of it, wherever one looks.
    other = await phone_of(new_context, office, "focal@kisumu.example.org")
    await expect(other.get_by_role("heading", level=1, name="Kisumu")).to_be_visible()
    await expect(other.get_by_text("Kampala")).to_have_count(0)
    await page.goto(home)
    await page.get_by_role("link", name="Kampala").click()
    await expect(page.get_by_role("heading", level=3, name="Kampala trainee 2")).to_be_visible()
    await other.goto(page.url)
    await expect(other.get_by_text("Kampala")).to_have_count(0)

    # The letter leads whom a focal point nominated to their registration.
    member = await phone_of(new_context, office, "two@kampala.example.org", "register")
    await expect(member.get_by_text("You are nominated for the delegation of Kampala.")).to_be_visible()

    public = await (await new_context(locale="ko-KR")).new_page()
    await public.goto(f"{mailing_server.url}/e/{EDITION}/delegations")
    await expect(public.get_by_text("우간다")).to_be_visible()
    await expect(public.get_by_text("trainee")).to_have_count(0)
    await expect(public.get_by_text("Kisumu")).to_have_count(0)


async def test_task_is_passed_on_and_gone(
    page: Page, new_context: NewContext, mailing_server: Server, office: PostOffice
) -> None:
    home = f"{mailing_server.url}/organise/{EDITION}/delegations"
    await page.goto(home)
    await page.get_by_label("Email address").fill(ADMINISTRATOR)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(home)
    await invite(page, "Kampala", "UG", "focal@kampala.example.org")
    focal = await phone_of(new_context, office, "focal@kampala.example.org")

    await focal.get_by_role("button", name="Pass the task on").tap()
    await focal.get_by_label("Email address").fill("next@kampala.example.org")
    await focal.get_by_role("dialog").get_by_role("button", name="Pass the task on").tap()
    await expect(focal.get_by_text("You have passed the delegation on")).to_be_visible()

    follower = await phone_of(new_context, office, "next@kampala.example.org")
    await expect(follower.get_by_role("heading", level=1, name="Kampala")).to_be_visible()
    await focal.reload()
    await expect(focal.get_by_text("Your account may not do this")).to_be_visible()
    await page.reload()
    await page.get_by_text("History").click()
    await expect(page.get_by_text("Task passed on")).to_be_visible()
