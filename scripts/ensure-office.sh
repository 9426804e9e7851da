#!/bin/sh
# Make sure that the test of DOCX finds a LibreOffice Writer: the machine's, else the distribution's.
set -eu

for name in ${MADANG_TEST_OFFICE:-} soffice libreoffice; do
    command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends libreoffice-writer-nogui
else
    echo "Tests open documents in LibreOffice. Run: sudo apt-get install libreoffice-writer-nogui" >&2
    exit 1
fi
