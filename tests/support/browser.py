"""A real browser, in which a story fails on any page error and on any word about Content-Security-Policy. A plugin."""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, WebError, async_playwright, expect

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
_PATIENCE_MS = 15_000  # two cores shared with a server, its worker and a database: slow is no failure
_CSP = ("content security policy", "content-security-policy")


def find_browser() -> str | None:
    """Return the machine's Chromium, or None for the one that playwright installed."""
    if chosen := os.environ.get("MADANG_TEST_BROWSER"):
        return chosen
    found = [path for name in _NAMES if (path := shutil.which(name))]
    # Ubuntu's `chromium-browser` may be a stub that only tells to install a snap.
    return next(
        (
            path
            for path in found
            if not subprocess.run([path, "--version"], check=False, capture_output=True).returncode
        ),
        None,
    )


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    expect.set_options(timeout=_PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_browser(), args=_FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
def troubles() -> Iterator[list[str]]:
    """Return what pages complained about so far; whatever is in it at the end fails the test."""
    found: list[str] = []
    yield found
    assert found == []


@pytest_asyncio.fixture
async def new_context(browser: Browser, troubles: list[str]) -> AsyncIterator[Callable[..., Awaitable[BrowserContext]]]:
    """Return what opens a visitor of its own; keywords are playwright's, such as `timezone_id` or `viewport`."""
    contexts: list[BrowserContext] = []

    def note_console(message: ConsoleMessage) -> None:
        if any(word in message.text.lower() for word in _CSP):
            troubles.append(message.text)

    def note_error(error: WebError) -> None:
        troubles.append(str(error.error))

    async def new(**options: Any) -> BrowserContext:
        context = await browser.new_context(**options)
        context.on("console", note_console)
        context.on("weberror", note_error)
        contexts.append(context)
        return context

    yield new
    for context in contexts:
        await context.close()


@pytest_asyncio.fixture
async def page(new_context: Callable[..., Awaitable[BrowserContext]]) -> Page:
    """Return a page of a visitor in Seoul who reads English."""
    context = await new_context(locale="en-GB", timezone_id="Asia/Seoul")
    return await context.new_page()
