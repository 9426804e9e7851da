#!/bin/sh
# Serve the API and the frontend, both reloading; Ctrl-C ends both.
set -eu
cd "$(dirname "$0")/.."
port=$1

export MADANG_PORT="$port" MADANG_DEV_BACKEND="http://127.0.0.1:$port"
.venv/bin/madang serve --reload &
api=$!
trap 'kill $api 2>/dev/null; wait $api' EXIT
trap 'exit 0' INT TERM
npm --prefix frontend run dev
