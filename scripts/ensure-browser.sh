#!/bin/sh
# Make sure that browser tests find a Chromium: the machine's, else the distribution's, else playwright's own.
set -eu
cd "$(dirname "$0")/.."

works() {
    if [ -n "${MADANG_TEST_BROWSER:-}" ]; then
        "$MADANG_TEST_BROWSER" --version >/dev/null 2>&1
        return
    fi
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null; then
            "$name" --version >/dev/null 2>&1
            return
        fi
    done
    return 1
}

works && exit 0
as_root=
if [ "$(id -u)" = 0 ]; then
    as_root=--with-deps
    if command -v apt-get >/dev/null; then
        apt-get update -q
        DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium || true
        works && exit 0  # on Ubuntu the package only points to a snap
    fi
fi
.venv/bin/playwright install $as_root chromium
