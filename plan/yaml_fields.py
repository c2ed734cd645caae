"""Reading the fields of one YAML mapping, with complaints that name the file, the line and the item."""

from __future__ import annotations

import difflib
import re
import zoneinfo
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time

from plan import conventions
from plan.days import PRINTED_DAY
from plan.errors import PlanFileError
from plan.events import EVENTS
from plan.yaml_nodes import ListNode, MappingNode, Node, Scalar, is_bare_null, is_bare_value

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ITEM_NUMBER = re.compile(r"\d[\w.-]*")


class Fields:
    """One mapping of the file. Unknown and repeated fields are refused when it is made."""

    def __init__(self, node: MappingNode, name: str, known: Sequence[str], item: str | None = None) -> None:
        self.node = node
        self.name = name
        self.item = item  # the number of the plan's item, once it is known
        self.values: dict[str, Node] = {}
        self.lines: dict[str, int] = {}
        for key, value in node.fields:
            if key.text not in known:
                self.lines[key.text] = key.line
                raise self.problem(key.text, f"неизвестное поле «{key.text}»", _advice(key.text, known))
            if key.text in self.values:
                first = self.lines[key.text]
                self.lines[key.text] = key.line
                raise self.problem(key.text, f"поле «{key.text}» уже стоит в строке {first}", "оставьте одно")
            self.values[key.text] = value
            self.lines[key.text] = key.line

    def problem(self, key: str | None, what: str, remedy: str) -> PlanFileError:
        """The error to raise about a field (or, with None, about the whole mapping)."""
        line = self.node.line if key is None else self.lines.get(key, self.node.line)
        item = "" if self.item is None else f", пункт {self.item}"
        return PlanFileError(f"{self.name}, строка {line}{item}: {what}; {remedy}.")

    def text(self, key: str, *, required: bool = False) -> str:
        """A text; an absent or empty field is "" unless it is required."""
        value = self.values.get(key)
        if value is None or _is_empty(value):
            if required:
                raise self.problem(
                    key, f"нет поля «{key}»" if value is None else f"поле «{key}» пусто", "заполните его"
                )
            return ""
        text = self._as_text(key, value)
        if required and not text.strip():
            raise self.problem(key, f"поле «{key}» пусто", "заполните его")
        return text

    def number(self, key: str) -> str:
        """An item's number. Unquoted digits are taken as they stand: `2.10` stays «2.10»."""
        value = self.values.get(key)
        if value is None:
            raise self.problem(None, f"у пункта нет поля «{key}»", "добавьте номер пункта")
        if not isinstance(value, Scalar) or not _ITEM_NUMBER.fullmatch(value.text):
            found = f"«{value.text}»" if isinstance(value, Scalar) else "не текст"
            raise self.problem(key, f"номер пункта — {found}", "ожидался номер вида '28', '50-1' или '2.25'")
        return value.text

    def day(self, key: str) -> date | None:
        """A date as ГГГГ-ММ-ДД or ДД.ММ.ГГГГ; None where the field is absent or empty."""
        value = self.values.get(key)
        if value is None or _is_empty(value):
            return None
        return self._as_day(key, value)

    def _as_day(self, key: str, value: Node) -> date:
        text = value.text.strip() if isinstance(value, Scalar) else ""
        russian = PRINTED_DAY.fullmatch(text)
        try:
            if russian is not None:
                return date(int(russian[3]), int(russian[2]), int(russian[1]))
            if _ISO_DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            raise self.problem(key, f"даты {text} нет в календаре", "исправьте день или месяц") from None
        found = f"«{text}»" if isinstance(value, Scalar) else "список или таблица"
        raise self.problem(key, f"в поле «{key}» ожидалась дата, а стоит {found}", "напишите ГГГГ-ММ-ДД")

    def zone(self, key: str) -> str:
        """The name of an IANA time zone."""
        text = self.text(key, required=True)
        try:
            zoneinfo.ZoneInfo(text)
        except (ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
            pass
        except KeyError:
            pass
        else:
            return text
        raise self.problem(key, f"часового пояса «{text}» нет", "напишите его имя, например Asia/Novokuznetsk")

    def one_of(self, key: str, choices: Sequence[str], *, default: str) -> str:
        text = self.text(key, required=not default) or default
        if text not in choices:
            raise self.problem(key, f"в поле «{key}» стоит «{text}»", f"допускается: {', '.join(choices)}")
        return text

    def count(self, key: str, *, default: int) -> int:
        """A whole number from 1 on; `default` where the field is absent."""
        text = self._bare(key)
        if not text:
            return default
        if not (text.isascii() and text.isdigit() and int(text) > 0):
            raise self.problem(key, f"в поле «{key}» стоит «{text}»", "напишите целое число от 1")
        return int(text)

    def hour(self, key: str) -> time | None:
        """An hour of the day as ЧЧ:ММ, of the plan's zone; None where the field is absent."""
        text = self._bare(key)
        if not text:
            return None
        try:
            return time.fromisoformat(text)
        except ValueError:
            raise self.problem(key, f"в поле «{key}» ожидался час, а стоит «{text}»", "напишите ЧЧ:ММ") from None

    def instant(self, key: str) -> datetime:
        """A moment with its offset from UTC, 2022-12-20T10:15:00+07:00."""
        text = self._bare(key)
        found: datetime | None = None
        with suppress(ValueError):
            found = datetime.fromisoformat(text)
        if found is None or found.tzinfo is None:
            raise self.problem(
                key,
                f"в поле «{key}» ожидался момент, а стоит «{text}»",
                "напишите, например, 2022-12-20T10:15:00+07:00",
            )
        return found

    def _bare(self, key: str) -> str:
        """A number, an hour or a moment as it is written, with quotes or without; "" where the field is absent."""
        value = self.values.get(key)
        if value is None or _is_empty(value):
            return ""
        return value.text.strip() if isinstance(value, Scalar) else "список или таблица"

    def texts(self, key: str) -> dict[str, str]:
        """A mapping of texts, such as the abbreviations."""
        return {name.text: self._as_text(key, value) for name, value in self._pairs(key)}

    def events(self, key: str) -> dict[str, date | datetime]:
        """Recorded events: keys of the published list, each with a date or a date and an hour."""
        known = [event.key for event in EVENTS]
        found: dict[str, date | datetime] = {}
        for name, value in self._pairs(key):
            if name.text not in known:
                advice = f"{_advice(name.text, known)}; список: python -m bot plan events"
                raise self._at(name).problem(None, f"неизвестное событие «{name.text}»", advice)
            found[name.text] = self._at(name)._as_moment(name.text, value)
        return found

    def _as_moment(self, key: str, value: Node) -> date | datetime:
        text = value.text.strip() if isinstance(value, Scalar) else ""
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?", text):
            try:
                return datetime.fromisoformat(text)
            except ValueError:
                raise self.problem(None, f"момента {text} нет в календаре", "исправьте дату или час") from None
        return self._as_day(key, value)

    def conventions(self, key: str) -> dict[str, str]:
        """Overrides of the counting conventions, by their published names and values."""
        found: dict[str, str] = {}
        for name, value in self._pairs(key):
            text = value.text if isinstance(value, Scalar) else self._as_text(key, value)
            try:
                conventions.check({name.text: text})
            except conventions.UnknownConvention as error:
                raise self._at(name).problem(None, str(error).rstrip("."), "исправьте или удалите строку") from error
            found[name.text] = text
        return found

    def mapping(self, key: str, known: Sequence[str]) -> Fields | None:
        value = self.values.get(key)
        if value is None or _is_empty(value):
            return None
        if not isinstance(value, MappingNode):
            raise self.problem(
                key, f"в поле «{key}» ожидались поля {', '.join(known)}", "напишите каждое с новой строки"
            )
        return Fields(value, self.name, known, self.item)

    def mappings(self, key: str, known: Sequence[str], *, required: bool = False) -> Iterator[Fields]:
        """The members of a list of mappings."""
        value = self.values.get(key)
        if value is None and required:
            raise self.problem(None, f"нет поля «{key}»", "добавьте список пунктов плана")
        if value is None or _is_empty(value):
            return
        if not isinstance(value, ListNode):
            raise self.problem(key, f"в поле «{key}» ожидался список", "начните каждую его запись с «- »")
        for member in value.members:
            if not isinstance(member, MappingNode):
                raise PlanFileError(
                    f"{self.name}, строка {member.line}: запись списка «{key}» — не набор полей; "
                    f"ожидались {', '.join(known)}."
                )
            yield Fields(member, self.name, known, _number_in(member))

    def member_lines(self, key: str) -> list[int]:
        """The lines in which the members of a list begin."""
        value = self.values.get(key)
        return [member.line for member in value.members] if isinstance(value, ListNode) else []

    def members(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.values.get(key)
        if value is None or _is_empty(value):
            return ()
        if not isinstance(value, ListNode):
            raise self.problem(key, f"в поле «{key}» ожидался список", "начните каждую его строку с «- »")
        return tuple(self._as_text(key, member) for member in value.members)

    def _pairs(self, key: str) -> Iterator[tuple[Scalar, Node]]:
        value = self.values.get(key)
        if value is None or _is_empty(value):
            return
        if not isinstance(value, MappingNode):
            raise self.problem(key, f"в поле «{key}» ожидались пары «имя: значение»", "напишите каждую с новой строки")
        seen: set[str] = set()
        for name, member in value.fields:
            if name.text in seen:
                raise self._at(name).problem(None, f"«{name.text}» стоит дважды", "оставьте одну строку")
            seen.add(name.text)
            yield name, member

    def _at(self, place: Scalar) -> Fields:
        """Complaints from the line of one pair."""
        return Fields(MappingNode((), place.line), self.name, (), self.item)

    def _as_text(self, key: str, value: Node) -> str:
        if not isinstance(value, Scalar):
            found = "список" if isinstance(value, ListNode) else "набор полей"
            raise self.problem(key, f"в поле «{key}» ожидался текст, а стоит {found}", "напишите одну строку текста")
        if value.plain and is_bare_value(value.text):
            raise self.problem(
                key, f"в поле «{key}» ожидался текст, а стоит {value.text}", "если это текст, возьмите его в кавычки"
            )
        return value.text


def _is_empty(value: Node) -> bool:
    return isinstance(value, Scalar) and value.plain and is_bare_null(value.text)


def _number_in(node: MappingNode) -> str | None:
    """The item's number, for complaints about its other fields."""
    for key, value in node.fields:
        if key.text in ("number", "item") and isinstance(value, Scalar):
            return value.text or None
    return None


def _advice(given: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(given, known, n=1)
    if close:
        return f"возможно, «{close[0]}»: исправьте или удалите его"
    return f"исправьте или удалите его (известны: {', '.join(known[:12])}{' …' if len(known) > 12 else ''})"
