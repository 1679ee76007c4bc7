"""The commands of the staff are in the menu of those who may use them, and go with the role."""

import json
from typing import Any

import pytest

from bot.db import staff
from bot.domain.people import Address, Channel
from bot.domain.staff import Grant, Role
from tests.handlers.telegram.stage import Stage

RINI, ADMIN = 701, 702


async def joins(stage: Stage, person: int, grant: Grant) -> None:
    code = await stage.telegram.staffing.invite(None, f"Petugas {person}", "Dinas", grant)
    await stage.say(f"/staf {code}", person=person)


def menus(stage: Stage, method: str = "setMyCommands") -> list[tuple[str, list[str]]]:
    """Return the languages and names of the menus that were set for the officer's chat."""
    found: list[tuple[str, list[str]]] = []
    for call in stage.api.called(method):
        scope: dict[str, Any] = call.get("scope") or {}
        scope = json.loads(scope) if isinstance(scope, str) else scope
        if scope.get("chat_id") == RINI:
            found.append((call.get("language_code", ""), [one["command"] for one in call.get("commands", [])]))
    return found


async def test_a_role_brings_its_commands_in_both_languages(stage: Stage) -> None:
    await joins(stage, RINI, Grant(Role.ASSESSOR, "35.07"))
    await joins(stage, RINI, Grant(Role.BROADCASTER, "35.07"))

    first, _, last, english = menus(stage)
    assert first[1][:2] == ["antrean", "nilai"] or first[1][:2] == ["antrean", "start"]
    assert last[1][:2] == ["antrean", "umumkan"]
    assert english == ("en", last[1])
    assert "hapus" in last[1]


@pytest.mark.parametrize("how", ["revoked", "ended"])
async def test_with_the_role_the_commands_go(stage: Stage, how: str) -> None:
    await joins(stage, ADMIN, Grant(Role.ADMIN))
    await joins(stage, RINI, Grant(Role.ASSESSOR, "35.07"))
    async with stage.database.reading() as session:
        admin, rini = [await staff.member_at(session, Address(Channel.TELEGRAM, str(one))) for one in (ADMIN, RINI)]
    assert admin
    assert rini

    if how == "revoked":
        await stage.telegram.staffing.revoke(admin, rini.id, rini.grants[0])
    else:
        await stage.telegram.staffing.end(admin, rini.id, "pindah")
    await stage.quiet()

    assert menus(stage, "deleteMyCommands") == [("", []), ("en", [])]


async def test_who_has_a_role_already_gets_its_commands_at_the_next_start_and_once(stage: Stage) -> None:
    await joins(stage, RINI, Grant(Role.ASSESSOR, "35.07"))
    before = menus(stage)

    await stage.restart()
    await stage.say("/bantuan")
    at_start = menus(stage)[len(before) :]
    await stage.restart()
    await stage.say("/bantuan")

    assert at_start == before
    assert menus(stage) == [*before, *at_start]


async def test_an_admin_has_no_commands_of_their_own(stage: Stage) -> None:
    await joins(stage, RINI, Grant(Role.ADMIN))

    assert menus(stage) == []
    assert menus(stage, "deleteMyCommands") == [("", []), ("en", [])]
