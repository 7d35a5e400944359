"""What the operator decides: read once at start from the environment or a `.env` file."""

import os
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

TELEGRAM = "https://api.telegram.org"


class Settings(BaseSettings):
    """The settings by the names of their environment variables (README, “Settings”)."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True)

    bot_token: SecretStr = SecretStr("")
    bot_token_file: Path | None = None
    bot_api_base: str = TELEGRAM
    database_url: str = ""
    proxy_url: str | None = None
    log_level: str = "INFO"
    data_dir: Path = Path("data")
    sqlite_durable: bool = Field(default=True)

    @model_validator(mode="before")
    @classmethod
    def drop_empty(cls, values: Any) -> Any:  # noqa: ANN401  pydantic hands over a plain mapping
        """An empty variable means that it is not set."""
        return {k: v for k, v in values.items() if v != ""} if isinstance(values, dict) else values

    @property
    def token(self) -> str:
        """The bot's token, from the variable or from the file it names. Empty where unset."""
        if self.bot_token_file is not None:
            return self.bot_token_file.read_text(encoding="utf-8").strip()
        return self.bot_token.get_secret_value()

    @property
    def database(self) -> str:
        """Where the tables are: an SQLite file in the data folder by default."""
        return self.database_url or f"sqlite:///{self.data_dir / 'mosavabe.db'}"

    def prepare_folder(self) -> None:
        """Make the data folder, readable by its owner only."""
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)


def default_port() -> int:
    """The port of the demo page: PORT, else 8088."""
    return int(os.environ.get("PORT") or 8088)
