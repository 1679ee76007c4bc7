"""The vault: what is put comes back, lies there once, tells nothing, and is whole or not there."""

import asyncio
import os
import signal
import stat
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import FileGone
from bot.vault.keys import KeyUnusable, open_key
from bot.vault.vault import FORGOTTEN, Missing, Tampered, Vault
from tests.house.tree import ROOT

KEY, ANOTHER_KEY = bytes(range(32)), bytes(range(1, 33))
CONTENT = b"Foto kebun kopi di Malang" * 99
OUTSIDE = ("", "..", "../../etc/passwd", "ab/" + "c" * 61, "ab\0" + "c" * 61)
NO_DIGESTS = (*OUTSIDE, "A" * 64, "a" * 63, "a" * 65, "a" * 64 + "\n", "g" * 64, "٣" * 64)
CHANGES = {
    "cut": lambda kept: kept[:-1],
    "short": lambda kept: kept[:5],
    "empty": lambda kept: b"",
    "another bit": lambda kept: kept[:-1] + bytes([kept[-1] ^ 1]),
}
KEEPS_PUTTING = """
import asyncio, os, pathlib, sys
from bot.vault.vault import Vault
vault = Vault(pathlib.Path(sys.argv[1]), bytes(range(32)))
async def work():
    print("go", flush=True)
    while True:
        await vault.put(os.urandom(3_000_000))
asyncio.run(work())
"""


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault", KEY)


def lying(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@given(content=st.binary(max_size=2000))
@settings(max_examples=20, deadline=None)
def test_what_is_put_comes_back(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    vault = Vault(tmp_path_factory.mktemp("vault"), KEY)
    assert asyncio.run(vault.get(asyncio.run(vault.put(content)))) == content


async def test_the_same_content_lies_there_once_and_is_not_written_again(vault: Vault, tmp_path: Path) -> None:
    digest = await vault.put(CONTENT)
    (before,) = [path.read_bytes() for path in lying(tmp_path)]
    assert await vault.put(CONTENT) == digest
    assert [path.read_bytes() for path in lying(tmp_path)] == [before]


async def test_many_at_once_of_the_same_leave_one(vault: Vault, tmp_path: Path) -> None:
    digests = await asyncio.gather(*(vault.put(CONTENT) for _ in range(20)))
    assert await vault.digests() == set(digests)
    assert len(lying(tmp_path)) == 1


async def test_neither_name_nor_file_tells_of_the_content(vault: Vault, tmp_path: Path) -> None:
    digest = await vault.put(CONTENT)
    (file,) = lying(tmp_path)
    assert file == tmp_path / "vault" / digest[:2] / digest[2:]
    assert b"kopi" not in file.read_bytes()
    assert await Vault(tmp_path / "another", ANOTHER_KEY).put(CONTENT) != digest


async def test_another_key_opens_nothing(vault: Vault, tmp_path: Path) -> None:
    digest = await vault.put(CONTENT)
    with pytest.raises(Tampered):
        await Vault(tmp_path / "vault", ANOTHER_KEY).get(digest)


@pytest.mark.parametrize("change", sorted(CHANGES))
async def test_what_was_changed_is_told_and_putting_it_again_mends_it(change: str, vault: Vault, tmp_path: Path) -> None:
    digest = await vault.put(CONTENT)
    (file,) = lying(tmp_path)
    file.write_bytes(CHANGES[change](file.read_bytes()))
    with pytest.raises(Tampered):
        await vault.get(digest)
    assert await vault.put(CONTENT) == digest
    assert await vault.get(digest) == CONTENT


async def test_whoever_asks_for_a_file_hears_that_it_is_gone_and_damage_is_logged(
    vault: Vault, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    digest = await vault.put(CONTENT)
    assert await vault.give(digest) == CONTENT
    (path,) = lying(tmp_path)
    path.write_bytes(b"another")

    for asked in (digest, "a" * 64):
        with pytest.raises(FileGone):
            await vault.give(asked)

    assert [record.message for record in caplog.records] == [f"damaged in the vault: {digest}"]


async def test_a_file_under_another_name_is_told(vault: Vault, tmp_path: Path) -> None:
    one, two = await vault.put(b"one"), await vault.put(b"two")
    (tmp_path / "vault" / one[:2] / one[2:]).replace(tmp_path / "vault" / two[:2] / two[2:])
    with pytest.raises(Tampered):
        await vault.get(two)


async def test_what_is_gone_is_missing_and_removing_it_again_is_nothing(vault: Vault) -> None:
    digest = await vault.put(CONTENT)
    for _ in range(2):
        await vault.remove(digest)
    with pytest.raises(Missing):
        await vault.get(digest)
    assert await vault.digests() == set()


@pytest.mark.parametrize("digest", NO_DIGESTS)
async def test_what_is_no_digest_never_becomes_a_path(digest: str, vault: Vault, tmp_path: Path) -> None:
    outside = tmp_path / "vault" / "ab" / ("c" * 61)
    outside.parent.mkdir(parents=True)
    outside.write_bytes(b"stays")
    with pytest.raises(Missing):
        await vault.get(digest)
    await vault.remove(digest)
    assert outside.read_bytes() == b"stays"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_files_and_folders_are_for_nobody_else(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        open_key(tmp_path / "keys" / "vault.key")
        asyncio.run(Vault(tmp_path / "vault", KEY).put(CONTENT))
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode): path.is_dir() for path in tmp_path.rglob("*")}
    assert modes == {0o600: False, 0o700: True}


async def test_a_write_that_fails_leaves_nothing_half(vault: Vault, tmp_path: Path) -> None:
    digest = await vault.put(CONTENT)
    await vault.remove(digest)
    in_the_way = tmp_path / "vault" / digest[:2] / digest[2:]
    in_the_way.mkdir()  # a file cannot replace a folder
    with pytest.raises(OSError, match="directory"):
        await vault.put(CONTENT)
    assert lying(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="nothing is killed that way there")
async def test_a_crash_leaves_whole_files_only(vault: Vault, tmp_path: Path) -> None:
    for delay in (0.15, 0.22, 0.31):
        command = (sys.executable, "-c", KEEPS_PUTTING, str(tmp_path / "vault"))
        child = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
        assert child.stdout
        assert await child.stdout.readline()
        await asyncio.sleep(delay)
        child.send_signal(signal.SIGKILL)
        await child.wait()
    digests = await vault.digests()
    assert digests
    for digest in digests:
        assert len(await vault.get(digest)) == 3_000_000


async def test_what_a_crash_left_is_swept_after_an_hour_and_what_is_being_written_is_not(vault: Vault, tmp_path: Path) -> None:
    digest = await vault.put(CONTENT)
    old, fresh = (tmp_path / "vault" / digest[:2] / f"{name}.tmp" for name in ("old", "fresh"))
    for path in (old, fresh):
        path.write_bytes(b"half")
    long_ago = time.time() - FORGOTTEN - 60
    os.utime(old, (long_ago, long_ago))
    assert await vault.digests() == {digest}
    assert [path.exists() for path in (old, fresh)] == [False, True]


async def test_what_was_just_put_has_not_rested_yet_even_when_it_was_there_before(vault: Vault, tmp_path: Path) -> None:
    digest = await vault.put(CONTENT)
    (file,) = lying(tmp_path)
    long_ago = time.time() - 7200
    os.utime(file, (long_ago, long_ago))
    assert await vault.digests(rested=3600) == {digest}
    await vault.put(CONTENT)
    assert await vault.digests(rested=3600) == set()


async def test_a_vault_that_nothing_was_put_into_is_empty(vault: Vault) -> None:
    assert await vault.digests() == set()


def test_a_key_is_made_once(tmp_path: Path) -> None:
    key = open_key(tmp_path / "vault.key")
    assert len(key) == 32
    assert open_key(tmp_path / "vault.key") == key
    assert [path.name for path in tmp_path.iterdir()] == ["vault.key"]
    assert open_key(tmp_path / "another.key") != key


async def test_processes_that_start_at_once_get_the_same_key(tmp_path: Path) -> None:
    code = "import pathlib, sys; from bot.vault.keys import open_key; print(open_key(pathlib.Path(sys.argv[1])).hex())"
    command = (sys.executable, "-c", code, str(tmp_path / "deep" / "vault.key"))
    children = [await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE) for _ in range(6)]
    said = [(await child.communicate())[0] for child in children]
    assert len(set(said)) == 1
    assert len(said[0].strip()) == 64


@pytest.mark.parametrize("content", [b"", b"short", b"!" * 44, b"A" * 40])
def test_a_key_that_cannot_be_one_is_told_and_kept(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "vault.key"
    path.write_bytes(content)
    with pytest.raises(KeyUnusable):
        open_key(path)
    assert path.read_bytes() == content
