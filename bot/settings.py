"""Settings: the environment and a `.env` file in the working folder, read once and checked."""

from __future__ import annotations

import re
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import SecretStr, ValidationError, field_validator
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

    log_format: Literal["console", "json"] = "console"
    """How lines are logged: for people, or for machines."""

    telegram_bot_token: SecretStr | None = None
    """From BotFather; needed by `run` only."""

    telegram_api_url: str | None = None
    """Root of a Bot API server, if it is not Telegram's own."""

    coach_ids: str = ""
    """Telegram user ids of the coaches, who may review and invite, comma-separated."""

    webhook_url: str | None = None
    """Where Telegram reaches this bot; without it, the bot polls."""

    webhook_secret: SecretStr | None = None
    """What Telegram says with each call, so that nobody else can."""

    webhook_listen: str = "127.0.0.1:8443"
    """Where the webhook is bound, behind whatever speaks HTTPS."""

    review_url: str = "http://127.0.0.1:8080"
    """Where coaches' browsers reach the review page."""

    review_listen: str = "127.0.0.1:8080"
    """Where the review page is bound, behind whatever speaks HTTPS."""

    health_listen: str | None = None
    """Where `run` serves /healthz."""

    @property
    def coaches(self) -> tuple[int, ...]:
        """The user ids of the coaches."""
        return tuple(int(part) for part in self.coach_ids.split(",") if part.strip())

    @property
    def coach_keys(self) -> tuple[str, ...]:
        """The keys of the coaches as persons."""
        return tuple(f"telegram:{coach}" for coach in self.coaches)

    @field_validator("telegram_bot_token")
    @classmethod
    def _whole_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token and not re.fullmatch(r"\d{1,20}:[\w-]+", token.get_secret_value(), re.ASCII):
            raise ValueError("is not a whole token; copy it again from BotFather, such as 123456:ABC-def")
        return token

    @field_validator("webhook_secret")
    @classmethod
    def _sendable_secret(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
            raise ValueError("may have letters, digits, _ and - only, at most 256 of them")
        return secret

    @field_validator("telegram_api_url", "webhook_url")
    @classmethod
    def _http_url(cls, url: str | None) -> str | None:
        if url and not re.match(r"https?://[^/\s]", url):
            raise ValueError("must start with http:// or https://")
        return url.rstrip("/") if url else None

    @field_validator("review_url")
    @classmethod
    def _own_host(cls, url: str) -> str:
        if not re.fullmatch(r"https?://[\w.:\[\]-]+/?", url, re.ASCII):
            raise ValueError(
                "must be http:// or https:// with a host and nothing behind it, such as https://review.example.com"
            )
        return url.rstrip("/").lower()

    @field_validator("coach_ids")
    @classmethod
    def _numbers(cls, ids: str) -> str:
        if not all(part.strip().isdecimal() for part in ids.split(",") if part.strip()):
            raise ValueError("must be Telegram user ids with commas between them, such as 1111,2222")
        return ids

    @field_validator("webhook_listen", "review_listen", "health_listen")
    @classmethod
    def _host_and_port(cls, address: str | None) -> str | None:
        if address and not re.fullmatch(r"\S*:\d{1,5}", address):
            raise ValueError("must be an address and a port, such as 127.0.0.1:8081")
        return address

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


def coaches_now() -> tuple[str, ...]:
    """The keys of those who are coaches at this moment. While the settings can't be read, nobody is."""
    try:
        return read().coach_keys
    except SettingsError:
        return ()


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
