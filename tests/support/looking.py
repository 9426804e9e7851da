"""Look at a page as everybody has to be able to: axe, no scrolling sideways, and pictures where they are asked for."""

import os
from pathlib import Path
from typing import Any

from playwright.async_api import Page, expect

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
_LOOKS = ((1280, "dark"), (360, "light"), (360, "dark"), (1280, "light"))


async def find_faults(page: Page) -> list[Any]:
    """Return what axe finds on a page as it stands: the rule and the elements that break it.

    The script is run, not added: a page's own policy would not let it in.
    """
    await page.bring_to_front()  # in the background colours stop on their way
    await page.evaluate("Promise.allSettled(document.getAnimations().map((each) => each.finished))")
    await page.evaluate(f"(() => {{ {AXE.read_text('utf-8')} }})()")
    found: list[Any] = await page.evaluate(
        "axe.run().then(({violations}) =>"
        " violations.map(({id, nodes}) => [id, nodes.slice(0, 3).map(({html}) => html)]))"
    )
    return found


async def look(page: Page, name: str, widths: tuple[int, ...] = (1280, 360)) -> None:
    """Judge a page on a desk in the dark and on a phone in the light.

    With MADANG_TEST_PICTURES it is judged the other way round too, and pictures are kept in that folder.
    """
    folder = os.environ.get("MADANG_TEST_PICTURES")
    before = page.viewport_size
    # Every page has one, or axe objects: where it is not there yet, the page is still on its way.
    await expect(page.locator("h1").first).to_be_attached()
    for width, scheme in _LOOKS[: 4 if folder else 2]:
        if width not in widths:
            continue
        await page.set_viewport_size({"width": width, "height": 800})
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        await page.wait_for_timeout(300)  # what depends on the width is drawn anew
        assert await find_faults(page) == [], (name, width, scheme)
        wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (name, width)
        if folder:
            await page.screenshot(path=f"{folder}/{name}-{width}-{scheme}.png", full_page=True)
    if before:
        await page.set_viewport_size(before)
