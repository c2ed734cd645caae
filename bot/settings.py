"""Settings: environment variables and the file .env, through pydantic-settings."""

import difflib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from dotenv.parser import parse_stream
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

_REMEDIES = {
    "BOT_TOKEN": "возьмите токен у @BotFather (вид «123456:ABC…») и впишите его в .env строкой BOT_TOKEN=…",
    "ADMIN_IDS": "это числа через запятую, например ADMIN_IDS=123456789,987654321",
    "OPERATORS_CHAT_ID": "это число, у групп отрицательное, например OPERATORS_CHAT_ID=-1001234567890",
    "BOT_API_URL": "это адрес, например BOT_API_URL=https://api.telegram.org",
    "DATABASE_URL": "например DATABASE_URL=sqlite+aiosqlite:///var/srok.db",
    "LOG_LEVEL": "DEBUG, INFO, WARNING или ERROR",
    "LOG_FORMAT": "console или json",
    "CLAIM_WINDOW": "целое число от 1 до 100",
    "PAID_BROADCAST": "true или false",
    "WEBHOOK_URL": "это адрес https, по которому Telegram найдёт бота, например WEBHOOK_URL=https://srok.example.ru/bot",
    "WEBHOOK_SECRET": "от 1 до 256 латинских букв, цифр, «_» и «-»; можно не задавать",
    "WEBHOOK_LISTEN": "это адрес и порт этой машины, например WEBHOOK_LISTEN=127.0.0.1:8443",
}


class SettingsInvalid(Exception):
    """A setting is missing or wrong; the message is one line that names it and the remedy."""


class Settings(BaseSettings):
    """What an administrator can set; `.env.example` explains each."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8-sig", extra="forbid")

    bot_token: SecretStr | None = None
    bot_api_url: str = Field("https://api.telegram.org", pattern=r"^https?://\S+$")
    database_url: str = Field("sqlite+aiosqlite:///var/srok.db", pattern=r"^(sqlite|postgresql)\S*://\S*$")
    admin_ids: Annotated[tuple[int, ...], NoDecode] = ()
    operators_chat_id: int | None = None
    plans: Annotated[tuple[Path, ...], NoDecode] = (Path("data/plans"),)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"
    claim_window: int = Field(10, ge=1, le=100)
    paid_broadcast: bool = False
    health_file: Path | None = None
    webhook_url: str | None = Field(None, pattern=r"^https?://[^\s/]+\S*$")
    webhook_secret: SecretStr | None = None
    webhook_listen: str = Field("127.0.0.1:8443", pattern=r"^\S+:\d{1,5}$")

    @field_validator("bot_token", "operators_chat_id", "webhook_url", "webhook_secret", "health_file", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: Any) -> Any:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("bot_token", mode="after")
    @classmethod
    def _token_has_its_form(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            number, colon, secret = value.get_secret_value().partition(":")
            if not (colon and number.isdigit() and secret and not any(c.isspace() for c in secret)):
                raise ValueError("not a token")
        return value

    @field_validator("webhook_secret", mode="after")
    @classmethod
    def _secret_has_its_form(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("not a secret token")
        return value

    @field_validator("webhook_listen", mode="after")
    @classmethod
    def _port_exists(cls, value: str) -> str:
        if not 0 < int(value.rpartition(":")[2]) < 65_536:
            raise ValueError("not a port")
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_any_case(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @field_validator("admin_ids", "plans", mode="before")
    @classmethod
    def _split_at_commas(cls, value: Any) -> Any:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @classmethod
    def load(cls, **overrides: Any) -> Self:
        """Read them.

        Raises SettingsInvalid with a line for the administrator; it never shows the value of a secret.
        """
        file = overrides.get("_env_file", cls.model_config.get("env_file"))
        lines: dict[str, int] = {}
        try:
            if isinstance(file, str | Path):
                lines = _lines_of(Path(file))
            return cls(**overrides)
        except ValidationError as error:
            strange = [str(one["loc"][0]).upper() for one in error.errors() if one["type"] == "extra_forbidden"]
            if strange:
                raise SettingsInvalid(_unknown(strange[0], lines)) from None
            name = str(error.errors()[0]["loc"][0]).upper() if error.errors()[0]["loc"] else ""
            remedy = _REMEDIES.get(name, "сверьте с .env.example")
            raise SettingsInvalid(f"{_place(name, lines)} задано неверно: {remedy}.") from None
        except (SettingsError, UnicodeDecodeError, OSError) as error:
            reason = "файл не в кодировке UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
            raise SettingsInvalid(f"Не удалось прочитать настройки (.env): {reason}. Сверьте с .env.example.") from None

    def require_token(self) -> str:
        """The token; raises SettingsInvalid when there is none."""
        if self.bot_token is None:
            raise SettingsInvalid(f"Не задан BOT_TOKEN: {_REMEDIES['BOT_TOKEN']}. Без токена работает «make demo».")
        return self.bot_token.get_secret_value()

    @property
    def health_path(self) -> Path:
        """The state file that `python -m bot health` reads: `health_file`, or one beside the SQLite database."""
        if self.health_file is not None:
            return self.health_file
        file = self.database_url.partition(":///")[2].partition("?")[0]
        is_sqlite = self.database_url.startswith("sqlite") and file
        return Path(f"{file}.health.json") if is_sqlite else Path("var/srok.health.json")

    @property
    def listen(self) -> tuple[str, int]:
        """Where the webhook's server listens."""
        host, _, port = self.webhook_listen.rpartition(":")
        return host.strip("[]"), int(port)

    def plan_files(self) -> tuple[Path, ...]:
        """The plan files that `plans` names: files as they are, folders by their *.yaml, in a steady order.

        Raises SettingsInvalid for one that isn't there.
        """
        files: list[Path] = []
        for place in self.plans:
            if place.is_dir():
                files.extend(sorted(place.glob("*.yaml")))
            elif place.is_file():
                files.append(place)
            else:
                raise SettingsInvalid(f"Нет файла плана «{place}»: проверьте PLANS в .env.")
        return tuple(files)


def _unknown(name: str, lines: Mapping[str, int]) -> str:
    """What is said of a line in .env that sets nothing there is: most likely a slip of the pen. The environment holds
    other programs' variables too, and is not asked."""
    where = f".env, строка {lines[name]}: " if name in lines else ""
    known = [field.upper() for field in Settings.model_fields]
    nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    advice = f"возможно, вы имели в виду {nearest[0]}" if nearest else "сверьте с .env.example"
    return f"{where}настройки {name} нет; {advice}. Если строка не нужна, удалите её."


def _lines_of(file: Path) -> dict[str, int]:
    """The line of each setting in the file; empty where there is no file.

    Raises SettingsInvalid for a line that sets nothing: pydantic-settings would pass over it, and over the setting.
    """
    if not file.is_file():
        return {}
    found: dict[str, int] = {}
    with file.open(encoding="utf-8-sig") as text:
        for binding in parse_stream(text):
            written = binding.original.string
            line = binding.original.line + written[: len(written) - len(written.lstrip())].count("\n")
            if binding.error:
                raise SettingsInvalid(
                    f"{file}, строка {line}: ожидалось ИМЯ=значение. Исправьте строку или поставьте "
                    "перед ней #; образец — .env.example."
                )
            if binding.key is not None:
                found[binding.key.upper()] = line
    return found


def _place(name: str, lines: Mapping[str, int]) -> str:
    """Where a setting was given: the environment goes before the file."""
    if any(variable.upper() == name for variable in os.environ):
        return f"В переменной окружения {name}"
    return f".env, строка {lines[name]}: {name}" if name in lines else f"Настройка {name}:"
