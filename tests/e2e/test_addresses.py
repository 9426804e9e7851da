"""Every page of the app is answered as a page, whoever comes straight to its address."""

import re
from pathlib import Path

import httpx

from support.server import Server

ROUTES = Path(__file__).parents[2] / "frontend/src/routes"
EDITION = "gsef-cbt-2019"


def addresses() -> list[str]:
    """Return an address of every page in the source, but of single sessions and plans: they need one that is there."""
    found = []
    for file in sorted(ROUTES.rglob("+page.svelte")):
        route = file.parent.relative_to(ROUTES).as_posix()
        if route not in ("e/[slug]/s/[key]", "e/[slug]/registry/[key]"):
            path = re.sub(r"\[\w+\]", "anything", route.replace("[slug]", EDITION))
            found.append("/" if path == "." else f"/{path}")
    return found


async def test_every_page_is_found_at_its_address(server: Server) -> None:
    async with httpx.AsyncClient(base_url=server.url) as client:
        statuses = {path: (await client.get(path)).status_code for path in addresses()}
        nothing = await client.get("/nothing/here")

    assert len(statuses) > 15
    assert {path: status for path, status in statuses.items() if status != 200} == {}
    assert nothing.status_code == 404
