"""Settings: what an administrator may write, and the line they read when it is wrong."""

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsInvalid

NAMES = (
    "BOT_TOKEN",
    "BOT_API_URL",
    "DATABASE_URL",
    "ADMIN_IDS",
    "OPERATORS_CHAT_ID",
    "PLANS",
    "CLAIM_WINDOW",
)


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*NAMES, "LOG_LEVEL", "LOG_FORMAT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_a_filled_in_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        "BOT_TOKEN=123456:ABC-def\nADMIN_IDS=1, 22\nOPERATORS_CHAT_ID=-1001\nPLANS=a.yaml,b\n", encoding="utf-8"
    )
    settings = Settings.load()
    assert settings.require_token() == "123456:ABC-def"
    assert settings.admin_ids == (1, 22)
    assert settings.operators_chat_id == -1001
    assert settings.plans == (Path("a.yaml"), Path("b"))


def test_the_example_with_nothing_filled_in_lacks_only_the_token(tmp_path: Path) -> None:
    example = Path(__file__).parents[3] / ".env.example"
    (tmp_path / ".env").write_text(example.read_text(encoding="utf-8"), encoding="utf-8")
    settings = Settings.load()
    assert settings.admin_ids == ()
    assert settings.operators_chat_id is None
    with pytest.raises(SettingsInvalid, match=r"BOT_TOKEN.*BotFather"):
        settings.require_token()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("BOT_TOKEN=abc", "BOT_TOKEN"),
        ("BOT_TOKEN=123: 456", "BOT_TOKEN"),
        ("ADMIN_IDS=me", "ADMIN_IDS"),
        ("OPERATORS_CHAT_ID=@group", "OPERATORS_CHAT_ID"),
        ("BOT_API_URL=telegram", "BOT_API_URL"),
        ("DATABASE_URL=srok.db", "DATABASE_URL"),
        ("LOG_LEVEL=loud", "LOG_LEVEL"),
        ("CLAIM_WINDOW=0", "CLAIM_WINDOW"),
    ],
)
def test_a_wrong_value_is_named_with_its_remedy(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / ".env").write_text(line, encoding="utf-8")
    with pytest.raises(SettingsInvalid) as caught:
        Settings.load()
    message = str(caught.value)
    assert said in message
    assert "\n" not in message


def test_the_place_of_a_wrong_value_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("# пояснение\n\nBOT_TOKEN=1:a\n\nADMIN_IDS=me\n", encoding="utf-8")
    with pytest.raises(SettingsInvalid, match=r"^\.env, строка 5: ADMIN_IDS"):
        Settings.load()
    monkeypatch.setenv("ADMIN_IDS", "you")
    with pytest.raises(SettingsInvalid, match=r"^В переменной окружения ADMIN_IDS"):
        Settings.load()


def test_a_file_of_the_windows_notepad_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("\ufeffBOT_TOKEN=1:a\r\nLOG_LEVEL=debug\r\n".encode())
    settings = Settings.load()
    assert settings.require_token() == "1:a"
    assert settings.log_level == "DEBUG"


def test_a_variable_of_the_system_is_no_setting_of_the_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "de_DE:de")  # gettext's own, on many desktops
    Settings.load()


def test_a_wrong_token_is_not_repeated(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BOT_TOKEN=secret-without-a-number", encoding="utf-8")
    with pytest.raises(SettingsInvalid) as caught:
        Settings.load()
    assert "secret" not in str(caught.value)


def test_a_file_in_another_encoding_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("BOT_TOKEN=1:a\n# пояснение\n".encode("cp1251"))
    with pytest.raises(SettingsInvalid, match="UTF-8"):
        Settings.load()


def test_plans_are_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    for name in ("b.yaml", "a.yaml", "note.txt"):
        (tmp_path / "plans" / name).touch()
    settings = Settings.load(plans="plans,plans/note.txt")
    assert [path.name for path in settings.plan_files()] == ["a.yaml", "b.yaml", "note.txt"]


def test_a_plan_that_is_not_there_is_named() -> None:
    with pytest.raises(SettingsInvalid, match="absent"):
        Settings.load(plans="absent").plan_files()
