"""Servers that a story has to itself, started on copies of one installation that is prepared once."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from support.mail import PostOffice
from support.server import Server


@pytest.fixture(autouse=True)
def own_servers_end_with_a_test(started: list[Server]) -> Iterator[None]:
    """Have servers that were started for one test stop with it: dozens that nobody asks anything keep a core busy."""
    before = len(started)  # those of the module and of the session
    yield
    for one in started[before:]:
        one.leave()


@pytest.fixture(scope="module")
def own_server(start_server: Callable[..., Server], prepared: Path) -> Server:
    """Return a server that the stories of a module may change; its mails are filed in its folder."""
    return start_server(prepared)


@pytest_asyncio.fixture
async def office() -> AsyncIterator[PostOffice]:
    post_office = PostOffice()
    await post_office.open()
    yield post_office
    await post_office.close()


@pytest.fixture
def mailing_server(start_server: Callable[..., Server], prepared: Path, office: PostOffice) -> Server:
    """Return a server of one story, which mails by way of `office`."""
    return start_server(prepared, MADANG_SMTP_URL=office.url, MADANG_MAIL_FROM="Training <training@example.org>")
