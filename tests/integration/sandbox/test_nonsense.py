"""Requests that make little sense: each is answered in the Bot API's form, and the page still shows what came of it."""

import json
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from sandbox import ChatType, Group, Person, Sandbox
from sandbox.dispatch import IMPLEMENTED
from tests.integration.sandbox.page import Page
from tests.integration.sandbox.support import Api
from tests.unit.sandbox.support import png

DATA = json.loads((Path(__file__).parents[3] / "sandbox" / "botapi" / "requests.json").read_text(encoding="utf-8"))
REQUESTS = 500
LEAVING = {"logOut", "close", "leaveChat", "setWebhook"}
CODES = {400, 403, 404, 409, 413}
TEXTS = (
    "x",
    "привет",
    "<b>x</b>",
    "<b>",
    "*x*",
    "_",
    "ж" * 4097,
    "",
    " ",
    "\x00",
    "\ud83d",
    "5",
    "👍",
    "HTML",
    "http://ya.ru",
)
NUMBERS = (0, 1, 2, 5, 60, -1, 2**63, 10**25, "5", "x", 1.5, True)
ODD: tuple[Any, ...] = (None, {}, [], "", "[]", "{}", 5, "x", [[]], {"a": 1})


class Nonsense:
    """Values of the schema's types, mostly of the right kind; `seed` makes a run repeat."""

    def __init__(self, seed: int, chats: Sequence[Any], files: Sequence[str]) -> None:
        self._random = random.Random(seed)
        self._chats = chats
        self._files = files

    def request(self) -> tuple[str, dict[str, Any]]:
        method = self._random.choice(sorted(IMPLEMENTED - LEAVING))
        return method, self._fields(DATA["methods"][method], 0)

    def _fields(self, entries: dict[str, Any], depth: int) -> dict[str, Any]:
        chosen = {k: v for k, v in entries.items() if v["required"] or self._random.random() < 0.15}
        return {name: self._value(entry["type"], name, depth) for name, entry in chosen.items() if name != "timeout"}

    def _value(self, of: str, name: str, depth: int) -> Any:
        pick = self._random.choice
        if self._random.random() < 0.03 or depth > 5:
            return pick(ODD)
        if name.endswith("chat_id"):
            return pick(self._chats)
        if of == "String":
            return pick(TEXTS)
        if of in {"Integer", "Integer or String", "Float"}:
            return pick(NUMBERS)
        if of in {"Boolean", "True"}:
            return pick((True, False, "true", "x"))
        if of.startswith("Array of "):
            return [self._value(of.removeprefix("Array of "), name, depth + 1) for _ in range(pick((0, 1, 2, 11)))]
        if of.startswith("InputFile"):
            return pick((*self._files, "attach://none", "x"))
        return self._object(pick(re.split(r", | and | or ", of)), depth)

    def _object(self, kind: str, depth: int) -> Any:
        entries = DATA["types"].get(kind, {})
        members = [name for name, fields in DATA["types"].items() if re.match(f"{kind}[A-Z]", name) and fields]
        if not entries and members:
            kind = self._random.choice(members)
            entries = DATA["types"][kind]
        made = self._fields(entries, depth + 1)
        if "type" in made:
            made["type"] = re.findall("[A-Z][a-z]+", kind)[-1].lower()
        return made


@pytest.mark.parametrize("seed", range(3))
async def test_nothing_breaks_the_server(api: Api, sandbox: Sandbox, anna: Person, forum: Group, seed: int) -> None:
    small = sandbox.add_group("Малая", members=[anna], type=ChatType.GROUP)
    channel = sandbox.add_group("Канал", members=[anna], type=ChatType.CHANNEL, username="kanal")
    files = [
        anna.send_photo(png()).content["photo"][-1]["file_id"],
        anna.send_document(b"x", "x.txt").content["document"]["file_id"],
    ]
    nonsense = Nonsense(seed, (anna.id, forum.id, small.id, channel.id, "@kanal", 5), files)
    for _ in range(REQUESTS):
        method, params = nonsense.request()
        async with api.session.post(api.url(method), json=params) as response:
            answer = await response.json()
            assert answer["ok"] or answer["error_code"] in CODES, (method, params, answer)
    page = Page(api)
    for chat in sandbox.world.chats:
        assert (await page.get(f"/sandbox/chats/{chat}/as/{anna.id}?limit=200"))[0] == 200
    for path in ("/sandbox/updates", "/sandbox/log?after=0", "/sandbox/chats"):
        assert (await page.get(path))[0] == 200


async def test_half_a_character_is_no_text(api: Api, anna: Person) -> None:
    half = {"chat_id": anna.id, "text": "\ud83d"}
    assert await api.error("sendMessage", **half) == "400 Bad Request: strings must be encoded in UTF-8"
    button = {"inline_keyboard": [[{"text": "\ud83d", "callback_data": "x"}]]}
    form = {"chat_id": str(anna.id), "text": "x", "reply_markup": json.dumps(button)}
    async with api.session.post(api.url("sendMessage"), data=form) as response:
        assert "strings must be encoded in UTF-8" in (await response.json())["description"]
    assert anna.send("раз\ud83d").text == "раз", "a browser may send such a thing"
