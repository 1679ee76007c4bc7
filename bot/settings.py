"""Settings: typed, frozen, read once, from the environment (`OVOP_...`, nested with `__`) and a `.env` file."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

PREFIX, NESTED = "OVOP_", "__"
ENV_FILE = ".env"


class SettingsWrong(ValueError):  # noqa: N818 - a state, said as such
    """One or more settings cannot be used. Each line names the variable and what is wanted; values are not shown."""


class Mode(StrEnum):
    """How updates come from Telegram."""

    POLLING = "polling"
    WEBHOOK = "webhook"


class LogLevel(StrEnum):
    """How much is logged."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


def parted(value: Any) -> Any:  # noqa: ANN401 - whatever was given
    """Return what commas part; anything but text is left to be checked."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DatabaseSettings(_Part):
    """Where people, questions and answers are kept."""

    url: Annotated[SecretStr, Field(description="postgresql://... ; empty: SQLite in the data directory")] = SecretStr("")


class KnowledgeSettings(_Part):
    """What is answered from."""

    corpus: Annotated[Path | None, Field(description="another corpus directory; empty: the shipped one")] = None


class PrivacySettings(_Part):
    """Who answers for personal data (UU 27/2022, article 53)."""

    officer: Annotated[str, Field(max_length=200, description="data protection officer: a name and how to reach them")] = ""


class AssessmentSettings(_Part):
    """The self-assessment."""

    instrument: Annotated[Path | None, Field(description="another instrument file; empty: the shipped one")] = None


class AnnouncingSettings(_Part):
    """Announcements of the staff."""

    hosts: Annotated[tuple[str, ...], NoDecode, Field(description="where links may lead: hosts and what is below them")] = ("go.id",)
    second_person: Annotated[bool, Field(description="true: a second person must approve each; false: its author alone")] = True

    @field_validator("hosts", mode="before")
    @classmethod
    def _with_commas(cls, value: Any) -> Any:  # noqa: ANN401 - whatever was given
        return parted(value)


class TelegramSettings(_Part):
    """The Telegram channel; without a token it stays off."""

    token: Annotated[SecretStr, Field(description="from @BotFather; empty: Telegram stays off")] = SecretStr("")
    base_url: Annotated[str, Field(pattern=r"^https?://[^\s/]+(/\S*)?$", description="address of the Bot API, https://...")] = "https://api.telegram.org"
    mode: Annotated[Mode, Field(description="polling or webhook")] = Mode.POLLING
    webhook_url: Annotated[str, Field(pattern=r"^(https://\S+)?$", description="public https address, for webhook mode")] = ""
    webhook_secret: Annotated[SecretStr, Field(description="what Telegram shows with each call, for webhook mode")] = SecretStr("")

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.mode is Mode.WEBHOOK and not (self.webhook_url and self.webhook_secret.get_secret_value()):
            msg = "mode webhook wants OVOP_TELEGRAM__WEBHOOK_URL and OVOP_TELEGRAM__WEBHOOK_SECRET"
            raise ValueError(msg)
        return self


class WebSettings(_Part):
    """The web chat page."""

    enabled: Annotated[bool, Field(description="true or false")] = True
    host: Annotated[str, Field(min_length=1, description="address to listen on")] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535, description="port to listen on")] = 8080
    trusted_proxies: Annotated[tuple[str, ...], NoDecode, Field(description="whose X-Forwarded-For counts, with commas between")] = ()

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _with_commas(cls, value: Any) -> Any:  # noqa: ANN401 - whatever was given
        return parted(value)


class OpsSettings(_Part):
    """What operators watch: /healthz, /readyz and /metrics on a port of their own, one for each worker."""

    enabled: Annotated[bool, Field(description="true or false")] = False
    host: Annotated[str, Field(min_length=1, description="address to listen on; nobody is asked who they are")] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535, description="port to listen on")] = 9090


class KeepingSettings(_Part):
    """How long what is done with is kept."""

    done_days: Annotated[int, Field(ge=1, le=3650, description="days that handled updates, sent messages and ended jobs are kept")] = 14
    exports_days: Annotated[int, Field(ge=1, le=3650, description="days that a copy of their data which somebody asked for is kept")] = 7
    drafts_days: Annotated[int, Field(ge=1, le=3650, description="days that an unfinished self-assessment is kept untouched")] = 365
    assessments_days: Annotated[int, Field(ge=1, le=3650, description="days that a finished self-assessment is kept untouched")] = 1825
    announcements_days: Annotated[int, Field(ge=1, le=3650, description="days that an announcement, and who got it, is kept")] = 730
    talk_days: Annotated[int, Field(ge=1, le=3650, description="days that questions and answers are kept")] = 730
    sign_ins_days: Annotated[int, Field(ge=1, le=3650, description="days that sign-ins, sessions and invitations of staff are kept")] = 30
    strangers_days: Annotated[int, Field(ge=1, le=3650, description="days that somebody is remembered of whom nothing else is left")] = 90

    @property
    def days(self) -> dict[str, int]:
        """Return the days by kind (see `bot.services.retain`)."""
        return {name.removesuffix("_days"): days for name, days in self.model_dump().items()}


class Settings(BaseSettings):
    """Everything that can be set. All that is stored lies under `data_dir`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter=NESTED, env_file=ENV_FILE, env_ignore_empty=True, frozen=True, extra="ignore"
    )

    data_dir: Annotated[Path, Field(description="where everything is stored")] = Path("data")
    log_level: Annotated[LogLevel, Field(description="DEBUG, INFO, WARNING or ERROR")] = LogLevel.INFO
    database: DatabaseSettings = DatabaseSettings()
    knowledge: KnowledgeSettings = KnowledgeSettings()
    privacy: PrivacySettings = PrivacySettings()
    assessment: AssessmentSettings = AssessmentSettings()
    announcing: AnnouncingSettings = AnnouncingSettings()
    telegram: TelegramSettings = TelegramSettings()
    web: WebSettings = WebSettings()
    ops: OpsSettings = OpsSettings()
    keeping: KeepingSettings = KeepingSettings()

    @property
    def database_url(self) -> str:
        """The database to use: the one set, else a SQLite file in the data directory."""
        return self.database.url.get_secret_value() or f"sqlite+aiosqlite:///{self.data_dir.absolute() / 'ovop.db'}"

    @property
    def index_dir(self) -> Path:
        """Where the retrieval index lies."""
        return self.data_dir / "index"


def read_settings(**given: Any) -> Settings:  # noqa: ANN401 - pydantic checks them
    """Read the settings; `given` ones win. Raises `SettingsWrong`."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsWrong("\n".join(_said(item["loc"], item["msg"]) for item in error.errors())) from None
    except SettingsError as error:  # a whole part in one variable, and not JSON; the message may hold the value
        part = re.search(r'field "(\w+)"', str(error))
        name = f"{PREFIX}{part[1].upper()}" if part else PREFIX
        wanted = f"{name}: wants its parts one by one, as {name}{NESTED}..."
        raise SettingsWrong(wanted) from None


def _said(place: tuple[int | str, ...], message: str) -> str:
    name = PREFIX + NESTED.join(str(part).upper() for part in place)
    wanted = _description(place)
    return f"{name}: {message.removeprefix('Value error, ')}" + (f"; wanted: {wanted}" if wanted else "")


def _description(place: tuple[int | str, ...]) -> str:
    model: Any = Settings
    field = None
    for part in place:
        field = getattr(model, "model_fields", {}).get(part)
        model = field.annotation if field else None
    return field.description or "" if field else ""
