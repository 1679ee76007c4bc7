"""What the outbox names is fetched and sent; what cannot be fetched ends the call."""

from pathlib import Path

import pytest
from telegram import Bot

from bot.domain.delivery import Kind, Letter, Refused
from bot.vault.vault import Vault
from handlers.telegram.posting import Posting


@pytest.mark.parametrize("damage", [None, b"not what was put"])
async def test_a_file_that_is_gone_or_damaged_ends_its_call(tmp_path: Path, damage: bytes | None) -> None:
    vault = Vault(tmp_path, bytes(32))
    digest = await vault.put(b"%PDF a report")
    kept = tmp_path / digest[:2] / digest[2:]
    kept.unlink() if damage is None else kept.write_bytes(damage)
    letter = Letter(1, "5001", Kind.REPLY, "sendDocument", {"document": {"vault": digest, "name": "a.pdf"}}, "", 1, 0.0)

    assert await Posting(Bot("1:unused"), vault.get)(letter) == Refused("the file is gone")
