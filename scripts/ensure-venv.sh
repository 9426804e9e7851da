#!/bin/sh
# Make .venv with pip in it, from any Python of at least 3.11.
set -eu
cd "$(dirname "$0")/.."

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
if .venv/bin/python -c "$new_enough" 2>/dev/null; then
    .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip --upgrade >/dev/null
    exit 0
fi

python=
for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null && "$name" -c "$new_enough"; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "Madang needs Python 3.11 or newer: install python3 and run this again." >&2
    exit 1
fi

# Debian and Ubuntu keep what makes environments in a package of its own.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    package=$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -q
        DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$package"
    else
        echo "Python cannot make environments yet. Run: sudo apt-get install $package" >&2
        exit 1
    fi
fi
"$python" -m venv --clear .venv
