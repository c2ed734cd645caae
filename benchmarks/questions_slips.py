"""What one slip of the keyboard in each question costs: `python -m benchmarks.questions_slips`.

A slip falls into a word of four letters or more: the key beside, a letter left out, doubled, or two swapped.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from benchmarks.questions_fit import BY_ELECTION, DATA, rows_of
from plan.files import open_plan
from questions.answer import understand
from questions.askable import AskablePlan, make_askable
from questions.scoring import judge
from questions.spelling import BESIDE_KEYS

SEEDS = (0, 1, 2)
FILES = {
    BY_ELECTION: ("own", "held-out", "times", "blind-topics", "blind-times"),
    DATA / "other-plan.yaml": ("other",),
}
_SHORTEST = 4


def slip(question: str, dice: random.Random) -> str:
    """The question with one slip in one of its words, as it is when all of them are short."""
    words = question.split()
    long = [place for place, word in enumerate(words) if len(word) >= _SHORTEST and word.isalpha()]
    if not long:
        return question
    place = dice.choice(long)
    word = words[place]
    at = dice.randrange(len(word) - 1)
    beside = BESIDE_KEYS.get(word[at].lower(), word[at])
    words[place] = dice.choice(
        [
            word[:at] + dice.choice(beside) + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[: at + 1] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )
    return " ".join(words)


def shares(rows: Sequence[Mapping[str, Any]], plan: AskablePlan) -> dict[str, float]:
    """The share of right answers under each of `questions.scoring.judge`'s marks."""
    marks: dict[str, list[bool]] = {}
    for row in rows:
        understood = understand(str(row["q"]), plan, date.fromisoformat(str(row["today"])))
        for name, good in judge(row, understood).items():
            marks.setdefault(name, []).append(good)
    return {name: sum(good) / len(good) for name, good in marks.items()}


def main() -> None:
    for path, names in FILES.items():
        plan = make_askable(open_plan(path))
        for name in names:
            rows = [row for row in rows_of(name) if "action" not in row]
            right = shares(rows, plan)
            dice = random.Random(str(SEEDS))
            slipped = shares([{**row, "q": slip(row["q"], dice)} for _ in SEEDS for row in rows], plan)
            figures = (
                f"{mark} {right[mark]:.3f} -> {slipped[mark]:.3f}"
                for mark in ("recall@1", "recall@3", "range")
                if mark in right
            )
            print(f"{name}: {', '.join(figures)}")


if __name__ == "__main__":
    main()
