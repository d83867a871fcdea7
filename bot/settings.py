"""Settings: the environment and a `.env` file in the working folder, read once and checked."""

from __future__ import annotations

from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class SettingsError(Exception):
    """A setting can't be used."""


class Settings(BaseSettings):
    """What can be set from outside. The environment wins over `.env`; unknown names are passed over."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True)

    database_url: str = "sqlite+aiosqlite:///goodterms.db"
    """Any SQLAlchemy async URL; relative SQLite paths start at the working folder."""

    default_timezone: str = "UTC"
    """The zone of a person until they say theirs: an IANA name."""

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """The least that is logged. No level logs private text."""

    @field_validator("default_timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ValueError, KeyError, OSError) as error:
            raise ValueError("is no time zone; use a name such as America/Chicago") from error
        return name

    @field_validator("database_url")
    @classmethod
    def _async_url(cls, url: str) -> str:
        if not url.startswith(("sqlite+aiosqlite://", "postgresql+asyncpg://")):
            raise ValueError("must start with sqlite+aiosqlite:/// or postgresql+asyncpg://")
        return url


def read() -> Settings:
    """The settings as they are now. Raises SettingsError, which names the setting but not its value."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "settings"
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"{name} {reason}") from None
    except UnicodeDecodeError:
        raise SettingsError(".env can't be read as UTF-8 text") from None
