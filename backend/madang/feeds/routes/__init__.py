"""The public surface: documented here, answered from memory by `feeds/layer.py` whenever it can be."""

from fastapi import FastAPI

from madang.core.web.layers import SECURITY_HEADERS
from madang.feeds import layer
from madang.feeds.app_pages import AppPage
from madang.feeds.assets import find_assets
from madang.feeds.cache import FeedMemory
from madang.feeds.render import Shell
from madang.feeds.routes import agenda, delegations, editions, embeds, pages, registry
from madang.feeds.routes.common import Surface
from madang.settings import Settings

__all__ = ["install"]


def install(app: FastAPI, settings: Settings) -> None:
    """Give `app` the public routes, the app's pages and the layer in front. To be called when all else is in place."""
    security = list(SECURITY_HEADERS.items())
    if settings.base_url.startswith("https:"):
        security.append((b"strict-transport-security", b"max-age=31536000"))
    app.state.surface = Surface(
        Shell(settings.base_url, tuple(security)),
        AppPage.read(settings.frontend_dir),
        find_assets(settings.frontend_dir),
    )
    for part in (
        agenda,
        editions,
        delegations,
        registry,
        embeds,
        pages,
    ):  # pages last: it answers whatever nobody else knows
        app.include_router(part.router)
    layer.install(app, FeedMemory(settings.feed_memory_bytes))
