import pytest

from messengers.telegram.presses import PressTooLong, pack, unpack
from views.screen import Press


@pytest.mark.parametrize("press", [Press("helped"), Press("item", ("7", "50-1")), Press("audience", ("1", "all", ""))])
def test_a_press_survives_the_way_there_and_back(press: Press) -> None:
    assert unpack(pack(press)) == press


def test_a_press_is_64_bytes_at_most() -> None:
    assert len(pack(Press("x", ("я" * 31,))).encode()) == 64
    with pytest.raises(PressTooLong):
        pack(Press("xx", ("я" * 31,)))


@pytest.mark.parametrize("press", [Press(""), Press("a:b"), Press("a", ("b:c",))])
def test_what_could_not_be_read_back_is_not_packed(press: Press) -> None:
    with pytest.raises(ValueError, match="colon"):
        pack(press)


@pytest.mark.parametrize("data", [None, "", ":", ":x", "я" * 33])
def test_garbage_is_no_press(data: str | None) -> None:
    assert unpack(data) is None
