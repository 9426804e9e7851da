"""Files of the built frontend, by the address that they are served at."""

import re
from dataclasses import dataclass
from pathlib import Path

from madang.feeds.app_pages import PAGES
from madang.feeds.cache import Representation
from madang.feeds.render import Shell

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_MADE_FROM_OTHERS = (".br", ".gz", ".map")
_NO_ASSETS = ("index.html", PAGES)
_VERSION = "_app/version.json"
SERVICE_WORKER = "service-worker.js"
"""What a service worker may fetch is said by the answer that brought it, not by the page that asked for it."""


@dataclass(frozen=True)
class Asset:
    """A built file, with the compressed forms that were built beside it; `kept` are bytes read once and for all."""

    path: Path
    immutable: bool
    kept: bytes | None = None
    worker: bool = False

    def read(self, shell: Shell) -> Representation:
        """Return the file's bytes as they are sent. Errors: FileNotFoundError when a newer build took it away."""
        if self.kept is not None:
            return Representation(self.kept, media_type=_TYPES[self.path.suffix], headers=shell.headers())
        encoded = {
            name: self.path.with_name(self.path.name + suffix).read_bytes()
            for name, suffix in (("br", ".br"), ("gzip", ".gz"))
            if self.path.with_name(self.path.name + suffix).is_file()
        }
        return Representation(
            body=self.path.read_bytes(),
            media_type=_TYPES.get(self.path.suffix, "application/octet-stream"),
            headers=shell.headers(shell.page_policy() if self.worker else None),
            encoded=encoded,
        )


def find_assets(build: Path) -> dict[str, Asset]:
    """Return every file of the built frontend by its address.

    The page itself is not one: it is served with a first view in it. Files of the embed live under `/embed/v1/`.
    The version is that of the page which is served: told of a newer build that this process does not serve, a
    browser would load the same old page again and again.
    """
    found = {}
    for path in sorted(build.rglob("*")) if build.is_dir() else []:
        name = path.relative_to(build).as_posix()
        if not path.is_file() or path.suffix in _MADE_FROM_OTHERS or name in _NO_ASSETS:
            continue
        address = re.sub(r"^embed/", "embed/v1/", name)
        kept = path.read_bytes() if name == _VERSION else None
        immutable = name.startswith("_app/immutable/")
        found[address] = Asset(path, immutable=immutable, kept=kept, worker=name == SERVICE_WORKER)
    return found
