"""Bytes on the disk: whole again however they were cut, sealed where they have to be."""

import tempfile
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.core.ids import new_id
from madang.core.keys import Keyring
from madang.core.sealing import Unsealable
from madang.files.storage import FileStore

OLD, NEW = "0" * 32, "1" * 32


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path, Keyring([OLD]))


def keep(store: FileStore, pieces: list[bytes], *, sealed: bool) -> UUID:
    file_id, offset = new_id(), 0
    for piece in pieces:
        store.write(file_id, offset, piece, sealed=sealed)
        offset += len(piece)
    return file_id


@given(pieces=st.lists(st.binary(min_size=1, max_size=50), min_size=1, max_size=6), sealed=st.booleans())
def test_pieces_become_the_whole_again(pieces: list[bytes], sealed: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = FileStore(Path(folder), Keyring([OLD]))
        file_id = keep(store, pieces, sealed=sealed)
        assert b"".join(store.read(file_id, sealed=sealed)) == b"".join(pieces)


@pytest.mark.parametrize("sealed", [False, True])
def test_piece_that_was_written_but_never_committed_is_written_over(store: FileStore, sealed: bool) -> None:
    file_id = keep(store, [b"first ", b"lost half"], sealed=sealed)
    store.write(file_id, len(b"first "), b"second", sealed=sealed)
    assert b"".join(store.read(file_id, sealed=sealed)) == b"first second"


def test_sealed_file_shows_nothing_and_is_the_owners_alone(store: FileStore) -> None:
    file_id = keep(store, [b"M1234567 passport"], sealed=True)
    path = store.path(file_id)
    assert b"passport" not in path.read_bytes()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_sealed_pieces_do_not_open_elsewhere_or_in_another_order(store: FileStore) -> None:
    file_id = keep(store, [b"one", b"two"], sealed=True)
    other = new_id()
    record = 4 + 12 + 3 + 16
    raw = store.path(file_id).read_bytes()
    store.path(other).parent.mkdir(exist_ok=True)
    store.path(other).write_bytes(raw)
    with pytest.raises(Unsealable):
        list(store.read(other, sealed=True))
    store.path(file_id).write_bytes(raw[record:] + raw[:record])
    with pytest.raises(Unsealable):
        list(store.read(file_id, sealed=True))


def test_sealed_file_opens_after_the_key_was_changed(store: FileStore, tmp_path: Path) -> None:
    file_id = keep(store, [b"one"], sealed=True)
    renewed = FileStore(tmp_path, Keyring([NEW, OLD]))
    renewed.write(file_id, 3, b" two", sealed=True)
    assert b"".join(renewed.read(file_id, sealed=True)) == b"one two"


def test_removing_what_is_gone_is_no_error(store: FileStore) -> None:
    file_id = keep(store, [b"one"], sealed=False)
    store.remove(file_id)
    store.remove(file_id)
    assert list(store.folder.glob("??/*")) == []
