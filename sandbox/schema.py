"""The Bot API's methods and types as data, compiled once into readers of request values.

A reader takes a value as it arrived and gives it in the type that the schema names, or refuses.
Types are never guessed: a String "42" stays text, a Boolean "0" is false.
Source of the data: botapi/requests.json (see botapi/NOTICE.txt).
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from sandbox.errors import ApiError, bad_request
from sandbox.jsontypes import Json

Reader = Callable[[Any, str], Any]
"""(value, name of the place it stands in) -> the value in its type; refuses with ApiError 400."""

_INTEGER = re.compile(r"[+-]?\d{1,19}\Z")
_HALF = re.compile("[\ud800-\udfff]")
_TRUE = frozenset({"true", "yes", "1"})
_SCALARS = frozenset({"String", "Integer", "Float", "Boolean", "True", "Integer or String"})

# Telegram names these in words of its own in "can't parse …".
_SPOKEN = {
    "InlineKeyboardButton": "inline keyboard button",
    "KeyboardButton": "keyboard button",
    "ChatPermissions": "chat permissions",
}

# The ranges that Telegram applies by clamping or in words of its own, in the method's code.
_OWN_RANGE = frozenset(
    {
        ("getUpdates", "limit"),
        ("setWebhook", "max_connections"),
        ("setWebhook", "secret_token"),
        ("InlineKeyboardButton", "callback_data"),
        ("createForumTopic", "name"),
        ("editForumTopic", "name"),
        ("sendMediaGroup", "media"),
        ("setMyCommands", "commands"),
        ("answerCallbackQuery", "text"),
    }
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a method: how to read it and whether it must be there."""

    name: str
    required: bool
    read: Reader


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the Bot API."""

    name: str
    parameters: Mapping[str, Parameter]
    required: tuple[str, ...]


def read_string(value: Any, where: str) -> str:
    """String; a JSON number is taken for its digits, as Telegram does."""
    if isinstance(value, str):
        return checked_text(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return json.dumps(value)
    raise bad_request(f'Field "{where}" must be of type String')


def checked_text(value: str) -> str:
    """Refuse half a character: JSON can write one («\\ud83d»), UTF-8 cannot."""
    if not value.isascii() and _HALF.search(value):
        raise bad_request("strings must be encoded in UTF-8")
    return value


def read_integer(value: Any, where: str) -> int:
    """Integer, from a number or from its decimal digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _INTEGER.match(value):
        return int(value)
    raise bad_request(f'Field "{where}" must be of type Number')


def read_float(value: Any, where: str) -> float:
    """Float, from a number or from text."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            pass
    raise bad_request(f'Field "{where}" must be of type Number')


def read_boolean(value: Any, where: str) -> bool:
    """Boolean; of texts «true», «yes» and «1» are true, all else is false, as Telegram reads them."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value.lower() in _TRUE
    if isinstance(value, int):
        return value != 0
    raise bad_request(f'Field "{where}" must be of type Boolean')


def read_chat_id(value: Any, where: str) -> int | str:
    """Integer or String: an identifier, or a @username."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        return int(value) if _INTEGER.match(value) else checked_text(value)
    raise bad_request(f'Field "{where}" must be of type Number or String')


def _anything(value: Any, where: str) -> Any:
    return checked_text(value) if isinstance(value, str) else value


def _ranged(reader: Reader, entry: Json, scalar: str) -> Reader:
    low, high = entry.get("min"), entry.get("max")
    unit = entry.get("unit")

    def measure(value: Any) -> int:
        if scalar == "Integer":
            return int(value)
        return len(value.encode()) if unit == "bytes" else len(value)

    def read(value: Any, where: str) -> Any:
        result = reader(value, where)
        size = measure(result)
        if high is not None and size > high:
            raise bad_request(f"{where} is too {'big' if scalar == 'Integer' else 'long'}: at most {high}")
        if low is not None and size < low:
            if size == 0 and scalar == "String":
                raise bad_request(f"{where} is empty")
            raise bad_request(f"{where} is too {'small' if scalar == 'Integer' else 'short'}: at least {low}")
        return result

    return read


class Schema:
    """All methods, compiled; types are compiled when a method first needs them."""

    def __init__(self, data: Json) -> None:
        self.version: str = data["api"]["version"]
        self._types: dict[str, Json] = data["types"]
        self._objects: dict[str, Reader] = {}
        self.methods: dict[str, Method] = {
            name: self._method(name, entries) for name, entries in data["methods"].items()
        }
        # Method names are case-insensitive: https://core.telegram.org/bots/api#making-requests
        self._by_lower = {name.lower(): method for name, method in self.methods.items()}

    def method(self, name: str) -> Method | None:
        """The method of that name in any case, or None."""
        return self.methods.get(name) or self._by_lower.get(name.lower())

    def fields(self, type_name: str) -> tuple[str, ...]:
        """The names of a type's fields."""
        return tuple(self._types[type_name])

    def _method(self, owner: str, entries: dict[str, Json]) -> Method:
        parameters = {
            name: Parameter(name, entry["required"], self._outer(owner, name, entry, entries))
            for name, entry in entries.items()
        }
        return Method(owner, parameters, tuple(n for n, p in parameters.items() if p.required))

    def _outer(self, owner: str, name: str, entry: Json, siblings: dict[str, Json]) -> Reader:
        """The reader of a parameter: objects and arrays arrive as JSON in a string; one that says null says nothing."""
        type_name: str = entry["type"]
        inner = self._field(owner, name, entry, siblings)
        if type_name in _SCALARS or type_name.startswith("InputFile"):
            return inner

        def read(value: Any, where: str) -> Any:
            if isinstance(value, str):
                try:
                    value = json.loads(value)
                except ValueError:
                    spoken = "reply keyboard markup" if where == "reply_markup" else where
                    raise bad_request(f"can't parse {spoken} JSON object") from None
            if value is None:
                return None
            if where == "reply_markup" and not isinstance(value, dict):
                raise bad_request("object expected as reply markup")
            return inner(value, where)

        return read

    def _field(self, owner: str, name: str, entry: Json, siblings: dict[str, Json]) -> Reader:
        type_name: str = entry["type"]
        reader = self._reader(type_name)
        has_range = "min" in entry or "max" in entry
        # The length of a formatted text counts after its entities are parsed: see sandbox.entities.
        formatted = f"{name}_parse_mode" in siblings or (name in {"text", "caption"} and "parse_mode" in siblings)
        if not has_range or formatted or type_name.startswith("InputFile") or (owner, name) in _OWN_RANGE:
            return reader
        return _ranged(reader, entry, "Array" if type_name.startswith("Array") else type_name)

    def _reader(self, type_name: str) -> Reader:
        match type_name:
            case "String":
                return read_string
            case "Integer":
                return read_integer
            case "Float":
                return read_float
            case "Boolean" | "True":
                return read_boolean
            case "Integer or String":
                return read_chat_id
            case "InputFile" | "InputFile or String" | "RichText":
                # Files are resolved by sandbox.files, which knows what was uploaded.
                return _anything
        if type_name.startswith("Array of "):
            return self._array(type_name.removeprefix("Array of "))
        names = re.split(r", | and | or ", type_name)
        if len(names) > 1:
            return self._one_of(names, "reply keyboard markup" if "ForceReply" in names else names[-1])
        return self._lazy(type_name)

    def _array(self, of: str) -> Reader:
        read_item = self._reader(of)

        def read(value: Any, where: str) -> list[Any]:
            if not isinstance(value, list):
                raise bad_request(f'Field "{where}" must be of type Array')
            return [read_item(item, where) for item in value]

        return read

    def _lazy(self, type_name: str) -> Reader:
        """Types refer to one another in circles, so an object's reader is compiled when first used."""

        def read(value: Any, where: str) -> Any:
            reader = self._objects.get(type_name)
            if reader is None:
                reader = self._objects[type_name] = self._object(type_name)
            return reader(value, where)

        return read

    def _object(self, type_name: str) -> Reader:
        entries = self._types.get(type_name, {})
        if not entries:
            # InlineQueryResultPhoto is an InlineQueryResult, InlineQueryResultsButton is none.
            member = re.compile(rf"{type_name}[A-Z]")
            members = [n for n, fields in self._types.items() if member.match(n) and fields]
            return self._one_of(members, type_name) if members else _read_plain_object
        fields = {name: self._field(type_name, name, entry, entries) for name, entry in entries.items()}
        required = tuple(name for name, entry in entries.items() if entry["required"])
        is_result = type_name.startswith("InlineQueryResult") and "id" in entries
        spoken = "inline query result" if is_result else _SPOKEN.get(type_name, type_name)

        def read(value: Any, where: str) -> Json:
            if not isinstance(value, dict):
                raise bad_request(f"can't parse {spoken}: expected an Object")
            result: Json = {}
            try:
                for name, given in value.items():
                    reader = fields.get(name)
                    if reader is not None and given is not None:
                        result[name] = reader(given, name)
                for name in required:
                    if name not in result:
                        raise bad_request(f'Can\'t find field "{name}"')
            except ApiError as error:
                if "can't parse" in error.description or not error.description.startswith("Bad Request: "):
                    raise
                reason = error.description.removeprefix("Bad Request: ")
                raise bad_request(f"can't parse {spoken}: {reason}") from None
            return result

        return read

    def _one_of(self, names: list[str], spoken: str) -> Reader:
        """A union: told apart by «type» (or «source»), else by the fields that each must have."""
        prefix = _common_prefix(names)
        must = {n: [f for f, entry in self._types[n].items() if entry["required"]] for n in names}

        def read(value: Any, where: str) -> Json:
            if not isinstance(value, dict):
                raise bad_request(f"can't parse {where}: expected an Object")
            if not value:
                return {}
            tag = value.get("type", value.get("source"))
            candidates = names
            if isinstance(tag, str):
                suffix = tag.replace("_", "").lower()
                forms = {suffix, f"cached{suffix}"}
                candidates = [n for n in names if n[len(prefix) :].lower() in forms]
            for name in candidates:
                if all(field in value for field in must[name]):
                    return self._read_member(name, value, where)
            if isinstance(tag, str) and candidates:
                return self._read_member(candidates[-1], value, where)
            raise bad_request(f"can't parse {_SPOKEN.get(spoken, spoken)}: unknown type")

        return read

    def _read_member(self, name: str, value: Any, where: str) -> Json:
        result: Json = self._lazy(name)(value, where)
        return result


def _common_prefix(names: list[str]) -> str:
    first, last = min(names), max(names)
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return first[:length]


def _read_plain_object(value: Any, where: str) -> Json:
    if not isinstance(value, dict):
        raise bad_request(f'Field "{where}" must be of type Object')
    return value


@lru_cache(maxsize=1)
def load_schema() -> Schema:
    """The schema of Bot API 10.3, read and compiled once for a process."""
    path = Path(__file__).parent / "botapi" / "requests.json"
    return Schema(json.loads(path.read_text(encoding="utf-8")))
