"""Which calls a scripted fault strikes."""

from sandbox.faults import Faults, Trouble


def test_by_method_chat_and_count() -> None:
    faults = Faults()
    fault = faults.flood(30, method="sendMessage", chat_id=5, times=2)
    assert faults.strike("sendPhoto", 5) is None
    assert faults.strike("sendMessage", 6) is None
    assert faults.strike("sendmessage", "5") is fault
    assert faults.strike("sendMessage", 5) is fault
    assert faults.strike("sendMessage", 5) is None
    assert fault.struck == 2
    assert not faults


def test_some_calls_pass_first() -> None:
    faults = Faults()
    faults.html(502, skip=2)
    assert [faults.strike("sendMessage", 1) is not None for _ in range(4)] == [False, False, True, False]


def test_until_removed() -> None:
    faults = Faults()
    fault = faults.network(Trouble.RESET, times=None)
    assert all(faults.strike("getMe", None) is fault for _ in range(100))
    faults.remove(fault)
    assert faults.strike("getMe", None) is None
    faults.remove(fault)


def test_the_first_added_strikes_first() -> None:
    faults = Faults()
    first, second = faults.forbid("user is deactivated"), faults.refuse("chat not found")
    assert [faults.strike("sendMessage", 1), faults.strike("sendMessage", 1)] == [first, second]
    faults.error(500, "Internal Server Error")
    faults.clear()
    assert faults.active == ()
