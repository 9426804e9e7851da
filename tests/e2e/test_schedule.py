"""My schedule on a phone: what is on, a driver's address, airplane mode, a new build, and nothing left at sign-out."""

import base64
import hashlib
import re
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Error, Page, expect
from sqlmodel import select

from factories.care import make_registration
from madang.accounts.models import Account
from madang.participants.models import Registration
from madang.programme.models import Edition
from madang.schedules.models import CalendarLink
from madang.visits.models import Visit, VisitPlace, VisitRound, VisitStage
from support.looking import look
from support.server import Server

ADMINISTRATOR, PASSWORD = "head@example.org", "a courtyard of one's own"
TRAINEE, TRAINEE_PASSWORD = "trainee1@city.example.org", "three quiet courtyards at dawn"
SLUG = "harbour-2031"
SCHEDULE = f"/e/{SLUG}/schedule"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
SHELVES = """async () => Promise.all((await caches.keys()).map(async (name) =>
    (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)))"""
NOON = int(datetime(2031, 5, 6, 3, 10, tzinfo=UTC).timestamp() * 1000)  # 12:10 in Seoul
EDITION: dict[str, Any] = {
    "slug": SLUG,
    "title": {"en": "Harbour training", "fr": "Formation du port pour les délégations des villes partenaires"},
    "days": ["2031-05-05", "2031-05-06", "2031-05-07"],
    "timezone": "Asia/Seoul",
    "default_language": "en",
    "languages": ["en", "ko", "fr"],
}
INSTITUTE: dict[str, Any] = {
    "key": "institute",
    "kind": "training",
    "name": {"en": "Harbour Institute", "ko": "항구연수원"},
    "address": {"en": "1 Example Street, Seoul", "ko": "서울시 보기구 보기로 1"},
    "rooms": [{"key": "hall", "name": {"en": "Great Hall"}}],
}
MARKET: dict[str, Any] = {
    "key": "market",
    "kind": "study_visit_site",
    "name": {"en": "Fair Market", "ko": "공정시장"},
    "address": {"en": "3 Example Road, Seoul", "ko": "서울시 보기구 시장길 3"},
    "meeting_point": {"en": "Gate 2"},
    "latitude": 37.5,
    "longitude": 127.0,
}


def session(key: str, kind: str, title: str, start: str, end: str, **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "kind": kind,
        "title": {"en": title},
        "starts_at": f"2031-05-{start}:00+09:00",
        "ends_at": f"2031-05-{end}:00+09:00",
        "status": "confirmed",
        **more,
    }


async def made(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


@asynccontextmanager
async def as_organiser(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.url) as client:
        answer = await client.post("/api/v1/auth/token", data={"username": ADMINISTRATOR, "password": PASSWORD})
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        yield client


async def fetch(address: str) -> httpx.Response:
    """Read an address as a calendar does: without signing in."""
    async with httpx.AsyncClient() as client:
        return await client.get(address)


async def publish(client: httpx.AsyncClient) -> None:
    body = {"comment": "As it stands", "accept_warnings": True}
    await made(client, f"/api/v1/editions/{SLUG}/releases", body)


async def prepare(server: Server) -> None:
    """Publish a programme with two visits to choose from, and place a trainee on one of them."""
    server.add_organiser(ADMINISTRATOR, PASSWORD)
    server.add_organiser(TRAINEE, TRAINEE_PASSWORD)
    base = f"/api/v1/editions/{SLUG}/programme"
    async with as_organiser(server) as client:
        await made(client, "/api/v1/editions", EDITION)
        institute = await made(client, f"{base}/venues", INSTITUTE)
        market = await made(client, f"{base}/venues", MARKET)
        here = {"venue_id": institute["id"], "room_id": institute["rooms"][0]["id"]}
        stop = {"key": "stalls", "venue_id": market["id"], "title": {"en": "Stalls"}, "status": "confirmed"}
        options = [
            {"key": "market", "title": {"en": "Markets of cooperatives"}, "stops": [stop]},
            {"key": "walk", "title": {"en": "A walk"}, "stops": [stop | {"key": "walk"}]},
        ]
        for body in (
            session("opening", "plenary", "Opening", "05T10:00", "05T12:00", **here),
            session("lunch", "meal", "Lunch", "06T12:00", "06T13:30", **here),
            session("visit", "field_visit", "Field visit", "06T13:30", "06T18:00", options=options),
            session("recap", "recap", "Recap", "07T09:00", "07T10:00", status="tentative", **here),
        ):
            kept = await made(client, f"{base}/sessions", body)
            if kept["options"]:
                visit = kept
        await publish(client)
        numbers = [
            {"label": {"en": "Organisers on call"}, "phone": "+82 2 1234 5678"},
            {"label": {"en": "Ambulance"}, "phone": "119"},
        ]
        helpline = {"numbers": numbers, "note": {"en": "At any hour."}}
        url = f"/api/v1/editions/{SLUG}/helpline"
        (await client.put(url, json=helpline, headers={"If-Match": '"0"'})).raise_for_status()
    await place(server, visit)


async def place(server: Server, visit: dict[str, Any]) -> None:
    async with server.database() as database, database.write() as db:
        account = (await db.exec(select(Account).where(Account.email == TRAINEE))).one()
        edition = (await db.exec(select(Edition).where(Edition.slug == SLUG))).one()
        mine = await make_registration(db, edition, account)
        now = mine.created_at
        planned = VisitRound(
            edition_id=edition.id,
            session_id=UUID(visit["id"]),
            stage=VisitStage.ASSIGNED,
            kinds=["trainee"],
            assigned_at=now,
            created_at=now,
            updated_at=now,
        )
        db.add(planned)
        await db.flush()
        market, walk = (UUID(option["id"]) for option in visit["options"])
        meeting = {"en": "Main gate of the institute", "ko": "연수원 정문"}
        transport = {"en": "Bus 2, with a guide in a blue jacket"}
        at = edition.starts_on
        meets_at = now.replace(year=at.year, month=5, day=6, hour=4, minute=15, second=0, microsecond=0)
        more = {"meeting_point": meeting, "transport": transport, "meets_at": meets_at}
        db.add(Visit(round_id=planned.id, option_id=market, capacity=24, **more))
        db.add(Visit(round_id=planned.id, option_id=walk, capacity=12))
        places = {"round_id": planned.id, "registration_id": mine.id, "option_id": market}
        db.add(VisitPlace(**places, rank=1, because="rank", since=now))


@pytest_asyncio.fixture
async def own_server(start_server: Callable[..., Server]) -> Server:
    server = start_server()
    await prepare(server)
    return server


async def sign_in(page: Page, url: str, email: str, password: str, onward: str) -> None:
    await page.goto(f"{url}/sign-in?next={onward}")
    await page.get_by_label("Email address").fill(email)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()
    await page.wait_for_url(f"{url}{onward}")


async def phone_of(new_context: Callable[..., Awaitable[BrowserContext]]) -> tuple[BrowserContext, Page]:
    context = await new_context(locale="en-GB", timezone_id="Europe/Paris", **PHONE)
    # Playwright's own clock hides which files a page has loaded.
    await context.add_init_script(f"Date.now = () => {NOON};")
    return context, await context.new_page()


async def test_schedule_is_read_in_airplane_mode_and_gone_after_signing_out(
    new_context: Callable[..., Awaitable[BrowserContext]], own_server: Server
) -> None:
    context, phone = await phone_of(new_context)
    await sign_in(phone, own_server.url, TRAINEE, TRAINEE_PASSWORD, SCHEDULE)
    panel = phone.get_by_role("region", name="Now and next")
    await expect(panel.get_by_text("until 13:30")).to_be_visible()
    await expect(panel.get_by_text("Main gate of the institute")).to_be_visible()
    await expect(phone.get_by_role("heading", level=2).filter(has_text="Today")).to_contain_text("Tuesday 6 May 2031")
    await expect(phone.get_by_text("Now, 12:10")).to_be_visible()
    await expect(phone.get_by_text("Meet at 13:15")).to_be_visible()
    await expect(phone.get_by_text("This page opens without a network")).to_be_visible()
    await look(phone, "schedule")

    await context.set_offline(True)
    own_server.stop()
    await phone.reload()
    await expect(phone.get_by_text("No connection: this is your schedule")).to_be_visible()
    await expect(phone.get_by_text("Your visit: Markets of cooperatives")).to_be_visible()
    called = phone.get_by_role("link", name="Call: Organisers on call")
    await expect(called).to_have_attribute("href", "tel:+82212345678")
    await phone.get_by_role("button", name="Address: Fair Market").tap()
    await expect(phone.get_by_role("dialog").get_by_text("서울시 보기구 시장길 3")).to_be_visible()
    await expect(phone.get_by_role("dialog").get_by_text("이 주소로 가 주세요.")).to_be_visible()
    await look(phone, "place-offline", (360,))
    await phone.keyboard.press("Escape")
    await look(phone, "offline", (360,))
    cold = await context.new_page()  # as after the phone was off
    await cold.goto(f"{own_server.url}{SCHEDULE}")
    await expect(cold.get_by_text("Your visit: Markets of cooperatives")).to_be_visible()
    await cold.close()
    with pytest.raises(Error):  # nothing else is promised
        await (await context.new_page()).goto(f"{own_server.url}/e/{SLUG}/mine")

    own_server.start()
    await move_the_recap(own_server)
    await context.set_offline(False)
    await expect(phone.get_by_text("Changed since")).to_be_visible()
    await expect(phone.get_by_role("status").get_by_text("Recap")).to_be_visible()
    await expect(phone.get_by_text("10:30", exact=True)).to_be_visible()
    await look(phone, "changed", (360,))

    await phone.get_by_role("button", name="Your account").tap()
    await phone.get_by_role("menuitem", name="Sign out").tap()
    await phone.wait_for_url(f"{own_server.url}/")
    assert await phone.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('madang:own:'))") == []
    assert await phone.evaluate("caches.keys()") == []
    await context.set_offline(True)
    with pytest.raises(Error):
        await phone.goto(f"{own_server.url}{SCHEDULE}")


async def move_the_recap(server: Server) -> None:
    base = f"/api/v1/editions/{SLUG}/programme/sessions"
    async with as_organiser(server) as client:
        found = next(one for one in (await client.get(base)).json()["items"] if one["key"] == "recap")
        later = {"starts_at": "2031-05-07T10:30:00+09:00", "ends_at": "2031-05-07T11:00:00+09:00"}
        changed = await client.patch(f"{base}/{found['id']}", json=later, headers={"If-Match": '"1"'})
        changed.raise_for_status()
        await publish(client)


async def test_organiser_says_who_to_call_and_who_somebody_is_and_a_calendar_is_followed(
    new_context: Callable[..., Awaitable[BrowserContext]], page: Page, own_server: Server
) -> None:
    await sign_in(page, own_server.url, ADMINISTRATOR, PASSWORD, f"/organise/{SLUG}/helpline")
    await page.get_by_role("button", name="Add a number").click()
    third = page.get_by_role("group", name="Number 3")
    await third.get_by_label("Whose number it is").first.fill("Police")
    await third.get_by_label("Number to dial").fill("call 112")
    await page.get_by_role("button", name="Save").click()
    await expect(third.get_by_label("Number to dial")).to_have_attribute("aria-invalid", "true")
    await look(page, "helpline")
    await third.get_by_label("Number to dial").fill("112")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()

    async with own_server.database() as database, database.read() as db:
        registration = (await db.exec(select(Registration))).one()
    await page.goto(f"{own_server.url}/organise/{SLUG}/participants/{registration.id}")
    await page.get_by_role("button", name="Choose a person").click()
    await page.get_by_role("combobox").fill("Kampala guide")
    await page.get_by_role("option", name="Kampala guide").click()
    await page.get_by_role("button", name="Add", exact=False).last.click()
    await expect(page.get_by_text("Kampala guide")).to_be_visible()
    await expect(page.get_by_role("button", name="Not this person")).to_be_visible()
    await look(page, "person")

    _, phone = await phone_of(new_context)
    await sign_in(phone, own_server.url, TRAINEE, TRAINEE_PASSWORD, SCHEDULE)
    await expect(phone.get_by_role("link", name="Call: Police")).to_be_visible()
    await phone.get_by_role("button", name="Make the address").tap()
    address = await phone.get_by_text("/api/v1/calendars/").inner_text()
    subscribe = phone.get_by_role("link", name="Subscribe")
    await expect(subscribe).to_have_attribute("href", re.sub("^http:", "webcal:", address))
    assert "Markets of cooperatives" in (await fetch(address)).text
    await phone.get_by_role("button", name="Make a new address").tap()
    await phone.get_by_role("dialog").get_by_role("button", name="Make a new address").tap()
    await expect(phone.get_by_text("The new address is ready")).to_be_visible()
    assert (await fetch(address)).status_code == 404
    await look(phone, "calendar", (360,))
    await phone.goto(f"{own_server.url}{SCHEDULE}?lang=fr")
    await expect(phone.get_by_role("heading", name="Mon programme")).to_be_visible()
    await expect(phone.get_by_role("main").get_by_text("Formation du port")).to_be_visible()
    await look(phone, "schedule-fr")
    async with own_server.database() as database, database.read() as db:
        assert len((await db.exec(select(CalendarLink))).all()) == 1


OWN_HEADERS = (
    "connection",
    "content-encoding",
    "content-length",
    "content-security-policy",
    "date",
    "etag",
    "server",
    "transfer-encoding",
)


class Front(ThreadingHTTPServer):
    """A web server in front, which can make the build look like a newer one: other addresses of all its files."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, behind: str) -> None:
        super().__init__(("127.0.0.1", 0), Passing)
        self.behind = behind
        self.newer = False

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_port}"


class Passing(BaseHTTPRequestHandler):
    """Passes a request on, and its answer back."""

    server: Front
    protocol_version = "HTTP/1.1"

    def _pass(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        own = ("host", "connection", "accept-encoding")
        headers = {name: value for name, value in self.headers.items() if name.lower() not in own}
        path = self.path.replace("/_app/newer/", "/_app/immutable/")
        answer = httpx.request(self.command, f"{self.server.behind}{path}", headers=headers, content=body, timeout=60)
        content, policy = answer.content, answer.headers.get("content-security-policy", "")
        if self.server.newer and answer.headers.get("content-type", "").startswith("text/html"):
            content = content.replace(b"/_app/immutable/", b"/_app/newer/")
            script = re.search(rb"<script>(.*?)</script>", content, re.DOTALL)
            digest = base64.b64encode(hashlib.sha256(script[1]).digest()).decode() if script else ""
            policy = re.sub(r"'sha256-[^']+'", f"'sha256-{digest}'", policy)
        self.send_response(answer.status_code)
        for name, value in answer.headers.multi_items():
            if name not in OWN_HEADERS:
                self.send_header(name, value)
        self.send_header("content-security-policy", policy)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = _pass  # noqa: N815 -- their names

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def front(own_server: Server) -> Iterator[Front]:
    web = Front(own_server.url)
    thread = threading.Thread(target=web.serve_forever)
    thread.start()
    yield web
    web.shutdown()
    thread.join()
    web.server_close()


async def test_newer_build_takes_the_place_of_the_one_that_was_kept(
    new_context: Callable[..., Awaitable[BrowserContext]], front: Front
) -> None:
    context, phone = await phone_of(new_context)
    kept = phone.get_by_text("This page opens without a network")
    await sign_in(phone, front.url, TRAINEE, TRAINEE_PASSWORD, SCHEDULE)
    await expect(kept).to_be_visible()
    (shelf,) = await phone.evaluate(SHELVES)
    assert any(path.startswith("/_app/immutable/entry/start") for path in shelf)

    front.newer = True
    await phone.reload()
    await expect(kept).to_be_visible()

    (shelf,) = await phone.evaluate(SHELVES)
    assert any(path.startswith("/_app/newer/entry/start") for path in shelf)
    assert not any(path.startswith("/api/") for path in shelf)
    await context.set_offline(True)
    await phone.reload()
    await expect(phone.get_by_text("Your visit: Markets of cooperatives")).to_be_visible()
    scripts = await phone.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert any("/_app/newer/entry/start" in name for name in scripts)
