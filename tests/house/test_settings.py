"""Settings: every one is in `.env.example`, a wrong one is told in words, and none gives a secret away."""

import os
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr, ValidationError

from bot.settings import NESTED, PREFIX, Settings, SettingsWrong, read_settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
LINE = re.compile(rf"^#({PREFIX}\w+)=(.*)$", re.MULTILINE)
SECRET = "7000000001:AAsecret-of-a-test"
WRONG = {
    "OVOP_LOG_LEVEL": ("loud", "DEBUG"),
    "OVOP_TELEGRAM__BASE_URL": ("api.example.org", "https://"),
    "OVOP_TELEGRAM__MODE": ("pigeon", "polling"),
    "OVOP_TELEGRAM__WEBHOOK_URL": ("http://example.org", "https"),
    "OVOP_WEB__ENABLED": ("perhaps", "true or false"),
    "OVOP_WEB__PORT": ("70000", "65535"),
}
MISNAMED = ("OVOP_WEB__PROT", "OVOP_TELEGRAM__TOKN", "OVOP_DATABASE__PASSWORD", "OVOP_KNOWLEDGE__CORPSE")


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the environment of whoever runs the tests nor their `.env` counts."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.upper().startswith(PREFIX):
            monkeypatch.delenv(name)


def defaults(model: type[BaseModel] = Settings, prefix: str = PREFIX) -> Iterator[tuple[str, str]]:
    """Yield name and default of every setting, written as in an environment."""
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from defaults(field.annotation, f"{prefix}{name.upper()}{NESTED}")
        else:
            yield f"{prefix}{name.upper()}", written(field.get_default())


def written(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case StrEnum():
            return value.value
        case SecretStr():
            return value.get_secret_value()
        case tuple():
            return ",".join(map(str, value))
        case _:
            return str(value)


def test_every_setting_is_in_the_example_with_its_default_and_nothing_else_is() -> None:
    assert dict(LINE.findall(EXAMPLE.read_text(encoding="utf-8"))) == dict(defaults())


def test_every_setting_of_the_example_has_words_before_it() -> None:
    blocks = EXAMPLE.read_text(encoding="utf-8").split("\n\n")
    for block in filter(LINE.search, blocks):
        assert block.startswith("# "), block


def test_the_example_with_nothing_changed_changes_nothing(tmp_path: Path) -> None:
    whole = tmp_path / "whole.env"
    whole.write_text(LINE.sub(r"\1=\2", EXAMPLE.read_text(encoding="utf-8")), encoding="utf-8")
    assert read_settings(_env_file=whole) == read_settings()


def test_the_env_file_is_read_and_the_environment_wins_over_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("OVOP_WEB__PORT=9001\nOVOP_WEB__HOST=::1\nANOTHER_PROGRAM=1\n", encoding="utf-8")
    monkeypatch.setenv("OVOP_WEB__PORT", "9002")
    web = read_settings().web
    assert (web.host, web.port) == ("::1", 9002)


@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_wrong_value_names_the_variable_and_what_is_wanted_and_not_itself(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    value, wanted = WRONG[name]
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsWrong) as raised:
        read_settings()
    said = str(raised.value)
    assert said.startswith(f"{name}: ")
    assert wanted in said
    assert value not in said


def test_all_wrong_values_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, (value, _) in WRONG.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsWrong) as raised:
        read_settings()
    assert sorted(line.partition(":")[0] for line in str(raised.value).splitlines()) == sorted(WRONG)


@pytest.mark.parametrize("name", MISNAMED)
def test_an_unknown_name_within_a_part_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(SettingsWrong, match=name):
        read_settings()


@pytest.mark.parametrize("value", ["8080", "{broken", '{"port": "x"}'])
def test_a_part_given_in_one_variable_is_told_in_words_too(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OVOP_WEB", value)
    with pytest.raises(SettingsWrong, match="OVOP_WEB"):
        read_settings()


def test_proxies_are_listed_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OVOP_WEB__TRUSTED_PROXIES", "10.0.0.1, 10.0.0.2")
    assert read_settings().web.trusted_proxies == ("10.0.0.1", "10.0.0.2")


def test_a_webhook_wants_its_address_and_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OVOP_TELEGRAM__MODE", "webhook")
    with pytest.raises(SettingsWrong, match="OVOP_TELEGRAM__WEBHOOK_URL and OVOP_TELEGRAM__WEBHOOK_SECRET"):
        read_settings()


@pytest.mark.parametrize("name", ["OVOP_TELEGRAM__TOKEN", "OVOP_TELEGRAM__WEBHOOK_SECRET", "OVOP_DATABASE__URL"])
def test_a_secret_is_in_no_representation(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, f"postgresql://bot:{SECRET}@localhost/ovop" if name.endswith("URL") else SECRET)
    settings = read_settings()
    parts = (settings, settings.telegram, settings.database)
    assert not [shown for part in parts for shown in (repr(part), str(part), f"{part}") if SECRET in shown]


@pytest.mark.parametrize(
    "given",
    [
        {"OVOP_TELEGRAM__TOKEN": SECRET, "OVOP_TELEGRAM__MODE": "webhook"},
        {"OVOP_TELEGRAM__TOKEN__X": SECRET},
        {"OVOP_TELEGRAM__TOKN": SECRET},
        {"OVOP_TELEGRAM": f'{{"token": "{SECRET}"'},
        {"OVOP_TELEGRAM": SECRET},
        {"OVOP_TELEGRAM__BASE_URL": f"ftp://{SECRET}"},
        {"OVOP_DATABASE": f"postgresql://bot:{SECRET}@localhost/ovop"},
    ],
    ids="+".join,
)
def test_a_secret_is_in_no_message(given: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsWrong) as raised:
        read_settings()
    assert SECRET not in f"{raised.value!r} {raised.value.__cause__!r}"
    assert raised.value.__suppress_context__  # a traceback would print the message that was replaced


def test_settings_are_frozen() -> None:
    settings = read_settings()
    for thing, name in ((settings, "data_dir"), (settings, "web"), (settings.web, "port"), (settings.telegram, "token")):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(thing, name, "another")


def test_all_that_is_stored_lies_in_the_data_folder() -> None:
    settings = read_settings(data_dir=Path("elsewhere"))
    assert settings.index_dir.is_relative_to("elsewhere")
    assert settings.database_url == f"sqlite+aiosqlite:///{Path('elsewhere').absolute() / 'ovop.db'}"
