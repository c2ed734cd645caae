"""What a person reads who was refused."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from services.errors import AlreadyDone
from views.errors import already_done, refusal
from views.translator import load_translators

T = load_translators().of("ru")
AT = datetime(2023, 1, 30, 10, 15, tzinfo=ZoneInfo("Asia/Novokuznetsk"))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (AlreadyDone("Анна <Белова>", AT), "Это уже отмечено исполненным: Анна <Белова>, 30.01.2023 10:15."),
        (AlreadyDone("", AT), "Это уже отмечено исполненным, 30.01.2023 10:15."),
        (AlreadyDone(), "Это уже отмечено исполненным."),
    ],
)
def test_who_was_faster_and_when(error: AlreadyDone, said: str) -> None:
    assert already_done(error, T) == said
    assert refusal(error, T).text == said.replace("<", "&lt;").replace(">", "&gt;")
