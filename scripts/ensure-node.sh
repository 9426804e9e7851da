#!/bin/sh
# Say what is missing when the frontend cannot be built.
set -eu
if ! command -v npm >/dev/null || ! node -e 'process.exit(Number(parseInt(process.versions.node) < 20))'; then
    echo "Madang's frontend is built with Node 20 or newer and npm: see https://nodejs.org/en/download" >&2
    exit 1
fi
