"""What the operator decides: read once at start from the environment or a `.env` file."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

TELEGRAM = "https://api.telegram.org"
PAGES = ("/healthz", "/readyz", "/metrics")
PROXIES = ("http", "socks5")
DATABASES = ("sqlite:", "sqlite+aiosqlite:", "postgres:", "postgresql:", "postgresql+asyncpg:")


class SettingsError(Exception):
    """A setting cannot be used; the message says which and why, never its value."""


class Feature(StrEnum):
    """What the bot uses where the platform has it, and does without where it has not."""

    MENU = "menu"
    INLINE = "inline"


class Settings(BaseSettings):
    """The settings by the names of their environment variables (README, “Settings”)."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True)

    bot_token: SecretStr = SecretStr("")
    bot_token_file: Path | None = None
    bot_api_base: str = TELEGRAM
    database_url: str = ""
    proxy_url: str | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    data_dir: Path = Path("data")
    sqlite_durable: bool = Field(default=True)
    digest_pictures: bool = True
    telegram_limits: bool = True
    http_port: int | None = Field(default=None, ge=0, le=65535)
    http_host: str = "127.0.0.1"
    webhook_url: str | None = None
    webhook_secret: SecretStr = SecretStr("")
    platform_lacks: str = ""

    @model_validator(mode="before")
    @classmethod
    def drop_empty(cls, values: Any) -> Any:  # noqa: ANN401  pydantic hands over a plain mapping
        """An empty variable means that it is not set."""
        return {k: v for k, v in values.items() if v != ""} if isinstance(values, dict) else values

    @field_validator("log_level", mode="before")
    @classmethod
    def loud(cls, value: object) -> object:
        """Levels are written in capitals, however the operator types them."""
        return value.upper() if isinstance(value, str) else value

    @field_validator("bot_api_base")
    @classmethod
    def web_address(cls, value: str) -> str:
        """The Bot API is asked over HTTP."""
        if not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("proxy_url")
    @classmethod
    def known_proxy(cls, value: str | None) -> str | None:
        """A kind of proxy that everything which speaks to Telegram can use, and where it is."""
        if value is None:
            return None
        way = urlsplit(value)
        if way.scheme not in PROXIES or not way.hostname or not way.port:
            raise ValueError("must be http://host:port or socks5://host:port")
        return value

    @field_validator("database_url")
    @classmethod
    def known_database(cls, value: str) -> str:
        """One of the two databases that the tables are made for."""
        if value and not value.startswith(DATABASES):
            raise ValueError("must begin with sqlite:/// or postgresql+asyncpg://")
        return value

    @field_validator("platform_lacks")
    @classmethod
    def known_features(cls, value: str) -> str:
        """Names of features, with commas between them."""
        if unknown := set(re.findall(r"\w+", value)) - set(Feature):
            known = ", ".join(Feature)
            raise ValueError(f"knows {known}, and not {', '.join(sorted(unknown))}")
        return value

    @model_validator(mode="after")
    def whole_webhook(self) -> "Settings":
        """A webhook needs a secret, so that nobody else can bring updates, and a port."""
        if self.webhook_url is None:
            return self
        secret = self.webhook_secret.get_secret_value()
        if not self.webhook_url.startswith(("http://", "https://")):
            raise ValueError("WEBHOOK_URL must begin with https://")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise ValueError("WEBHOOK_URL needs WEBHOOK_SECRET: letters, digits, _ and -")
        if self.http_port is None:
            raise ValueError("WEBHOOK_URL needs HTTP_PORT, the port that it leads to")
        if self.webhook_path in PAGES:
            raise ValueError("WEBHOOK_URL needs a path of its own, like /telegram")
        return self

    @property
    def lacks(self) -> frozenset[Feature]:
        """What the platform does not have."""
        return frozenset(map(Feature, re.findall(r"\w+", self.platform_lacks)))

    @property
    def webhook_path(self) -> str:
        """The path under which the webhook is served."""
        return urlsplit(self.webhook_url or "").path or "/"

    @property
    def token(self) -> str:
        """The bot's token, from the variable or from the file it names. Empty where unset.

        Raises SettingsError where the file cannot be read, or holds no token.
        """
        token = self.bot_token.get_secret_value().strip()
        if self.bot_token_file is not None:
            try:
                token = self.bot_token_file.read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                why = getattr(error, "strerror", None) or "it is not text"
                told = f"BOT_TOKEN_FILE cannot be read: {why}; check its path and rights."
                raise SettingsError(told) from None
        if token and not re.fullmatch(r"\d+:\S+", token):
            told = "BOT_TOKEN does not look like a token; @BotFather gives one like 123456:ABC…"
            raise SettingsError(told)
        return token

    @property
    def database(self) -> str:
        """Where the tables are: an SQLite file in the data folder by default."""
        return self.database_url or f"sqlite:///{self.data_dir / 'mosavabe.db'}"

    def prepare_folder(self) -> None:
        """Make the data folder, readable by its owner only."""
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)


def read_settings() -> Settings:
    """Read the settings; raises SettingsError, in words for the operator."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(in_words(error)) from None
    except UnicodeDecodeError:
        raise SettingsError("The file .env is no UTF-8 text; save it anew as such.") from None
    except OSError as error:
        told = f"The file .env cannot be read: {error.strerror}; check its owner and rights."
        raise SettingsError(told) from None


def in_words(error: ValidationError) -> str:
    """What is wrong with which setting, a line each, without the values."""
    return "\n".join(map(_complaint, error.errors()))


def _complaint(found: ErrorDetails) -> str:
    name = ".".join(map(str, found["loc"])).upper()
    told = found["msg"].removeprefix("Value error, ")
    return f"{name}: {told}." if name else f"{told}."
