"""A line of a list: «🔹 п. 28, до 18:00: Представление документов для регистрации… (кандидат)»."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plan.model import Item
from services.duties.lines import DutyLine, PlanLine, Unreached
from services.duties.model import Duty, DutyState, Nature
from views.origins import short_remark
from views.positions import positions
from views.screen import Button, Press, escape
from views.translator import Markup, Translator

OPEN_BOX = "🔹"
DONE_BOX = "✅"
BULLET = "•"

ACTIVITY_CHARACTERS = 120
"""Three lines of a small phone: the shortest in which the plan's long sentences still say what is to be done."""

WHO_CHARACTERS = 60
BUTTONS_A_ROW = 4
"""Telegram takes 8; four are still wide enough to be pressed on a small phone."""

_ASIDE = re.compile(r"\s*\(далее\s*[–—-][^()]*\)")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_OPENERS = (
    (re.compile(r"^Принятие решени[яй] "), "Решение "),
    (re.compile(r"^Реализация права "), "Право "),
)
"""Words of a plan that take room and say nothing to whoever has to act."""

_CLAUSE = re.compile(r"[,;:](?= )| [–—](?= )")
_DANGLING = re.compile(
    r"(?: (?:а|без|в|во|для|до|за|и|из|или|их|к|как|либо|на|не|но|о|об|от|по|под|при|с|со|также|у|числе|что|чем))+$"
)

MARKABLE = frozenset({Nature.OBLIGATION, Nature.RIGHT})

Line = DutyLine | PlanLine


def shorten(text: str, limit: int) -> str:
    """Whole words only, with an ellipsis where something was left out: at the end of a clause where one ends late
    enough, and never behind a word that hangs in the air («в», «и», «по»). Spaces and line breaks are made single."""
    whole = tidy(text)
    if len(whole) <= limit:
        return whole
    room = whole[:limit]
    clause = max((found.start() for found in _CLAUSE.finditer(room)), default=0)
    space = room.rfind(" ")
    at = clause if clause >= limit * 2 // 3 else space if space > limit // 2 else limit - 1
    cut = room[:at]
    return _DANGLING.sub("", cut.rstrip(" ,;:–-—(«")).rstrip(" ,;:–-—(«") + "…"


def gist(text: str, limit: int) -> str:
    """An activity of a plan in so many characters: without «(далее – …)» and empty openers, without any brackets where
    that saves the rest, and only then cut."""
    whole = _ASIDE.sub("", tidy(text))
    for opener, instead in _OPENERS:
        whole = opener.sub(instead, whole)
    return shorten(whole if len(whole) <= limit else _BRACKETS.sub("", whole), limit)


def tidy(text: str) -> str:
    """A cell of the plan on one line: what stood on lines of its own is parted by semicolons, a list loses its
    dashes."""
    said = ""
    for line in filter(None, (" ".join(line.split()).lstrip("-–— ") for line in text.splitlines())):
        runs_on = not said or said[-1] in ",:;-–—" or line[0].islower() or line[0] == "("
        said += (" " if said and runs_on else "" if not said else "; ") + line
    return said


def activity(item: Item, parent: Item | None) -> str:
    """What is to be done; a sub-row says its parent's activity first («Агитационный период: для кандидата…»)."""
    own = tidy(item.activity).rstrip(" .;:")
    if parent is None or not parent.activity.strip():
        return own
    head = tidy(parent.activity).rstrip(" .;:")
    return f"{head}: {own[:1].lower()}{own[1:]}" if own else head


def part_activity(item: Item, parent: Item | None, part: int, parts: int) -> str:
    """The activity of one part of a term. Where the plan pairs two activities with two terms line by line («Передача …
    нижестоящим комиссиям», «Передача … в УИК»), the part's own alone."""
    own = [line for line in item.activity.splitlines() if line.strip()]
    terms = [line for line in item.term.splitlines() if line.strip()]
    if 1 < parts == len(own) == len(terms) and all(line.strip()[0].isupper() for line in own):
        return tidy(own[part]).rstrip(" .;:")
    return activity(item, parent)


def who(item: Item, parent: Item | None = None) -> str:
    """The performers as the plan prints them, on one line; "" when it names none."""
    printed = item.performers.strip() or (parent.performers.strip() if parent is not None else "")
    return re.sub(r"\s+", " ", printed).strip(" ,;")


def number(item_number: str, t: Translator) -> str:
    """«п. 28»."""
    return t.plain("item {number}", number=item_number)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line with the name it goes by in its message: «п. 28», or «п. 13 (2)» where a number stands there twice.

    `note`: why it is the reader's though the plan names a position («должность не занята: …»), or of which commissions
    nobody can be reminded; `origin`: where its date comes from, when it is not the law's count; both plain.
    """

    line: Line
    label: str
    note: str = ""
    origin: str = ""


def labelled(lines: Iterable[Line], t: Translator) -> tuple[Labelled, ...]:
    """Name the lines of one message so that no two have the same name."""
    kept = list(lines)
    total = Counter(line.dated.item.number for line in kept)
    seen: Counter[str] = Counter()
    named: list[Labelled] = []
    for line in kept:
        item_number = line.dated.item.number
        seen[item_number] += 1
        label = number(item_number, t)
        label = f"{label} ({seen[item_number]})" if total[item_number] > 1 else label
        origin = short_remark(line.dated, _part(line), t)
        named.append(Labelled(line, label, _note(line, t), origin))
    return tuple(named)


def _note(line: Line, t: Translator) -> str:
    if isinstance(line, DutyLine):
        if not line.vacant:
            return ""
        return t.plain("nobody holds the position: {positions}", positions=positions(line.duty.positions, t))
    return "" if line.unreached is None else _unreached(line.unreached, t)


def _unreached(unreached: Unreached, t: Translator) -> str:
    """«УИК № 1035, УИК № 1036, УИК № 1037 и ещё 12 УИК»."""
    named = ", ".join(commission.name for commission in unreached.commissions)
    others = unreached.number - len(unreached.commissions)
    if others <= 0:
        return named
    return f"{named} {t.plural('and {n} more commission', 'and {n} more commissions', others)}"


def box(line: Line) -> str:
    """The sign before a line: done, to be done, or nothing of the reader's to do."""
    if isinstance(line, DutyLine):
        if line.duty.state is DutyState.DONE:
            return DONE_BOX
        if line.duty.nature in MARKABLE:
            return OPEN_BOX
    return BULLET


def text_of(named: Labelled, detail: str, *, commission: bool = False, performers: bool = False) -> Markup:
    """The line itself. `detail` goes behind the number («до 18:00»); already safe."""
    line = named.line
    item, parent = line.dated.item, line.parent
    head = f"{box(line)} <b>{escape(named.label)}</b>" + (f", {detail}" if detail else "")
    whole = part_activity(item, parent, _part(line), len(line.dated.occurrences))
    said = f"{head}: {escape(gist(whole, ACTIVITY_CHARACTERS))}"
    behind: list[str] = []
    if commission and isinstance(line, DutyLine) and line.commission is not None:
        behind.append(line.commission.name)
    if named.note:
        behind.append(named.note)
    elif (performers or isinstance(line, PlanLine)) and who(item, parent):
        behind.append(shorten(who(item, parent), WHO_CHARACTERS))
    if named.origin:
        behind.append(named.origin)
    if behind:
        said += f" <i>({escape('; '.join(behind))})</i>"
    return Markup(said)


def _part(line: Line) -> int:
    return line.duty.key.part if isinstance(line, DutyLine) else line.part


def several_commissions(lines: Iterable[Line]) -> bool:
    """Whether the lines are owed by more than one commission, so that each has to say by which."""
    return len({line.commission.id for line in lines if isinstance(line, DutyLine) and line.commission}) > 1


def is_markable(duty: Duty) -> bool:
    """Whether somebody carries it out at all, and has not yet: a ban or a period is nobody's to mark."""
    return duty.nature in MARKABLE and duty.state is DutyState.OPEN


def done_button(duty: Duty, label: str) -> Button:
    return Button(f"✓ {label}", Press("done", (str(duty.id),)))


def undo_button(duty_id: str, label: str) -> Button:
    return Button(f"↶ {label}", Press("undo", (duty_id,)))


def card_button(line: Line, label: str) -> Button:
    return Button(label, Press("item", (str(line.campaign.id), line.dated.item.number)))


def in_rows(buttons: Sequence[Button], width: int = BUTTONS_A_ROW) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))
