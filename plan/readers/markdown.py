"""The Markdown that `plan.writers.markdown` writes, read back; a person may have corrected it in between.

Nothing is passed over: a line that has no place in a plan is refused with its number.
"""

from __future__ import annotations

import re
import zoneinfo
from datetime import date, datetime, time

from plan import conventions
from plan.events import EVENT_KEYS
from plan.model import Decision, Head, Item, Override, Plan
from plan.readers.errors import DamagedDocument, NoPlanTable
from plan.writers import markdown as written
from plan.writers.markdown import unescaped

_CELL = re.compile(r"\|((?:\\.|[^\\|])*)(?=\|)")
_FIELD = re.compile(r"[-*] \*\*(?P<name>[^*:]+):\*\*(?P<text>.*)")
_MEMBER = re.compile(r"\s+[-*] (?P<key>(?:\\.|[^:\\])+): ?(?P<text>.*)")
_DECISION = re.compile(r"№ ?(?P<number>.*) от (?P<day>\S+)")
_RULE = re.compile(r":?-+:?")
_LAW = re.compile(r"(?P<activity>.*?)(?:<br>|^)\*\((?P<law>(?:\\.|[^*\\])*)\)\*")
_TERM = re.compile(r"(?P<term>.*?)(?P<dates>(?:(?:<br>|^)\*\*(?:\\.|[^*\\])*\*\*)*)(?:(?:<br>|^)\*(?:\\.|[^*\\])+\*)*")
_PRINTED = re.compile(r"\*\*((?:\\.|[^*\\])*)\*\*")
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{1,4})(?: (\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?")
_EXPECTED = "ожидался план, записанный этой программой: заголовок «# …», сведения о плане и таблицы из четырёх столбцов"


def read_markdown(text: str, zone: str | None = None) -> Plan:
    """The plan in the text; `zone` overrides the one that it names.

    Raises NoPlanTable for Markdown that holds no plan, DamagedDocument with the line that is not understood.
    """
    reading = _Reading()
    for place, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        reading.place = place
        reading.read(line.rstrip())
    if reading.title is None or not reading.has_table:
        raise NoPlanTable(f"в тексте Markdown нет плана; {_EXPECTED}.")
    return Plan(reading.head(zone), tuple(reading.items), overrides=tuple(reading.overrides))


class _Reading:
    """What has been read so far, line after line."""

    def __init__(self) -> None:
        self.place = 0
        self.title: str | None = None
        self.fields: dict[str, str] = {}
        self.members: dict[str, dict[str, str]] = {}
        self.member_of = ""
        self.section = ""
        self.columns: tuple[str, ...] = ()
        self.has_table = False
        self.items: list[Item] = []
        self.overrides: list[Override] = []

    def problem(self, what: str) -> DamagedDocument:
        return DamagedDocument(f"строка {self.place}: {what}.")

    def read(self, line: str) -> None:
        if not line:
            return
        if line.startswith("|"):
            self._row(tuple(cell.strip() for cell in _CELL.findall(line)))
        elif line in (written.NO_SECTION, f"### {written.DECISIONS}"):
            self.section = ""
        elif line.startswith("## "):
            self.section = unescaped(line[3:].strip())
        elif line.startswith("# ") and self.title is None:
            self.title = unescaped(line[2:].strip())
        elif (match := _FIELD.fullmatch(line)) is not None:
            self._field(match["name"].strip(), match["text"].strip())
        elif self.member_of and (match := _MEMBER.fullmatch(line)) is not None:
            self.members[self.member_of][unescaped(match["key"].strip())] = unescaped(match["text"].strip())
        elif self.title is None:
            raise NoPlanTable(f"в тексте Markdown нет плана; {_EXPECTED}.")
        else:
            raise self.problem(f"«{line[:60]}» – ни раздел, ни сведения о плане, ни строка таблицы")

    def _field(self, name: str, text: str) -> None:
        if name in (written.EVENTS, written.CONVENTIONS, written.ABBREVIATIONS) and not text:
            self.member_of = name
            self.members.setdefault(name, {})
            return
        known = (written.COMMISSION, written.DECISION, written.VOTING_DAY, written.FIRST_VOTING_DAY, written.ZONE)
        if name not in (*known, written.KIND):
            raise self.problem(f"неизвестное поле «{name}» (известны: {', '.join((*known, written.KIND))})")
        if name in self.fields:
            raise self.problem(f"поле «{name}» уже указано выше")
        self.member_of = ""
        self.fields[name] = text
        if name in (written.VOTING_DAY, written.FIRST_VOTING_DAY):
            self._day(text)
        elif name == written.DECISION:
            self._decision()
        elif name == written.KIND and text not in written.KINDS.values():
            raise self.problem(f"вид плана «{text}»; бывает: {', '.join(written.KINDS.values())}")

    def _row(self, cells: tuple[str, ...]) -> None:
        if all(_RULE.fullmatch(cell) for cell in cells):
            return
        if cells in (written.COLUMNS, written.DECISION_COLUMNS):
            self.columns = cells
            self.has_table |= cells == written.COLUMNS
        elif not self.columns:
            raise NoPlanTable(f"в тексте Markdown нет таблицы плана; {_EXPECTED}.")
        elif len(cells) != len(self.columns):
            raise self.problem(f"в строке таблицы ячеек {len(cells)}, а столбцов {len(self.columns)}")
        elif self.columns == written.COLUMNS:
            self.items.append(self._item(*cells))
        else:
            self.overrides.append(self._override(*cells))

    def _item(self, number: str, activity: str, term: str, performers: str) -> Item:
        with_law = _LAW.fullmatch(activity)
        with_dates = _TERM.fullmatch(term)
        dates = "" if with_dates is None else with_dates["dates"]
        return Item(
            number=unescaped(number),
            section=self.section,
            activity=unescaped(activity if with_law is None else with_law["activity"]),
            law="" if with_law is None else unescaped(with_law["law"]),
            term=unescaped(term if with_dates is None else with_dates["term"]),
            printed=tuple(unescaped(text) for text in _PRINTED.findall(dates)),
            performers=unescaped(performers),
        )

    def _override(self, *cells: str) -> Override:
        item, part, side, accepted, choice, reason, who, when, printed, computed = cells
        choices = {words: one for one, words in written.CHOICES.items()}
        sides = {words: one for one, words in written.SIDES.items()}
        day, hour = self._day(accepted)
        if choice not in choices or side not in sides or not part.isdecimal():
            raise self.problem(f"решение о дате пункта {item} не понято: «{part}», «{side}», «{choice}»")
        try:
            moment = datetime.fromisoformat(when)
        except ValueError:
            raise self.problem(f"«{when}» – не время решения; ожидалось 2022-12-20T10:00:00+07:00") from None
        if moment.tzinfo is None:
            raise self.problem(f"у времени решения «{when}» нет часового пояса; ожидалось 2022-12-20T10:00:00+07:00")
        return Override(
            item=unescaped(item),
            choice=choices[choice],
            day=day,
            reason=unescaped(reason),
            who=unescaped(who),
            when=moment,
            side=sides[side],
            part=int(part),
            hour=hour,
            printed=self._day(printed)[0] if printed else None,
            computed=self._day(computed)[0] if computed else None,
        )

    def head(self, zone: str | None) -> Head:
        kinds = {words: kind for kind, words in written.KINDS.items()}
        return Head(
            title=self.title or "",
            commission=unescaped(self.fields.get(written.COMMISSION, "")),
            zone=zone or self._zone(),
            decision=self._decision() if written.DECISION in self.fields else None,
            voting_day=self._day_of(written.VOTING_DAY),
            first_voting_day=self._day_of(written.FIRST_VOTING_DAY),
            events=self._events(),
            conventions=self._conventions(),
            abbreviations=self.members.get(written.ABBREVIATIONS, {}),
            kind=kinds[self.fields[written.KIND]] if written.KIND in self.fields else "calendar",
        )

    def _zone(self) -> str:
        name = unescaped(self.fields.get(written.ZONE, ""))
        try:
            zoneinfo.ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise DamagedDocument(
                f"часового пояса «{name}» нет; напишите его в строке «{written.ZONE}», например Asia/Novokuznetsk."
            ) from None
        return name

    def _decision(self) -> Decision:
        match = _DECISION.fullmatch(self.fields[written.DECISION])
        if match is None:
            raise self.problem("решение не понято; ожидалось «№ 22/77 от 15.12.2022»")
        return Decision(unescaped(match["number"]), self._day(match["day"])[0])

    def _day_of(self, name: str) -> date | None:
        return self._day(self.fields[name])[0] if name in self.fields else None

    def _day(self, text: str) -> tuple[date, time | None]:
        match = _DAY.fullmatch(text)
        try:
            if match is not None:
                hour = time.fromisoformat(match[4].zfill(5)) if match[4] else None
                return date(int(match[3]), int(match[2]), int(match[1])), hour
        except ValueError:
            pass
        raise self.problem(f"«{text}» – не дата; ожидалось 12.03.2023")

    def _events(self) -> dict[str, date | datetime]:
        found: dict[str, date | datetime] = {}
        for name, text in self.members.get(written.EVENTS, {}).items():
            key = name.partition(",")[0].strip()
            if key not in EVENT_KEYS:
                raise DamagedDocument(f"нет события «{key}»; список: python -m bot plan events.")
            day, hour = self._day(text)
            found[key] = day if hour is None else datetime.combine(day, hour)
        return found

    def _conventions(self) -> dict[str, str]:
        chosen = self.members.get(written.CONVENTIONS, {})
        try:
            conventions.check(chosen)
        except conventions.UnknownConvention as error:
            raise DamagedDocument(str(error)) from error
        return chosen
