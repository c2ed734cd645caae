"""A mark made on a message that was sent long ago: the line gets its tick, the button turns into «take back».

The message itself is what is edited, so it works for every list and letter, whatever has happened since.
"""

from __future__ import annotations

from dataclasses import replace

from views.lines import DONE_BOX, OPEN_BOX
from views.screen import Button, Press, Screen, escape

_DONE, _UNDO = "✓ ", "↶ "


def with_mark(screen: Screen, duty_id: str, *, done: bool) -> Screen:
    """The screen with this duty marked done (or open again): same text, same buttons otherwise."""
    before, after = (OPEN_BOX, DONE_BOX) if done else (DONE_BOX, OPEN_BOX)
    text = screen.text
    rows: list[tuple[Button, ...]] = []
    for row in screen.buttons:
        buttons: list[Button] = []
        for button in row:
            name = _name_of(button, duty_id)
            if name is None:
                buttons.append(button)
                continue
            text = text.replace(f"{before} <b>{escape(name)}</b>", f"{after} <b>{escape(name)}</b>", 1)
            act, sign = ("undo", _UNDO) if done else ("done", _DONE)
            buttons.append(Button(sign + name, Press(act, (duty_id,))))
        rows.append(tuple(buttons))
    return replace(screen, text=text, buttons=tuple(rows))


def _name_of(button: Button, duty_id: str) -> str | None:
    press = button.press
    if press is None or press.act not in ("done", "undo") or press.arguments[:1] != (duty_id,):
        return None
    return button.label.removeprefix(_DONE).removeprefix(_UNDO)
