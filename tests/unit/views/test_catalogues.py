"""Every text used in the code is translated into every language, and names the same things in each."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from views.translator import LOCALES, load_translators

ROOT = Path(__file__).parents[3]
SPOKEN = ("ru", "en")


def used() -> Iterator[str | tuple[str, str]]:
    """The msgids named in calls of a translator and in `mark`; a pair where a number decides the form."""
    for folder in ("bot", "views", "handlers", "messengers"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield from _named(node)


def _named(call: ast.Call) -> Iterator[str | tuple[str, str]]:
    match call.func:
        case ast.Name(id="t" | "mark") | ast.Attribute(attr="plain" | "t"):
            texts = [arg.value for arg in call.args[:1] if isinstance(arg, ast.Constant)]
            yield from (text for text in texts if isinstance(text, str))
        case ast.Attribute(attr="plural"):
            one, many = call.args[:2]
            assert isinstance(one, ast.Constant), ast.dump(call)
            assert isinstance(many, ast.Constant), ast.dump(call)
            yield str(one.value), str(many.value)
        case _:
            return


def catalogue(language: str) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES" / "srok.po").open("rb") as file:
        return read_po(file, locale=language)


def forms_of(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", SPOKEN)
def test_every_text_is_translated(language: str) -> None:
    translated = catalogue(language)
    for msgid in used():
        message = translated.get(msgid if isinstance(msgid, str) else msgid[0])
        assert message is not None, msgid
        forms = forms_of(message)
        assert all(forms), msgid
        assert isinstance(msgid, str) or len(forms) == translated.num_plurals, msgid


@pytest.mark.parametrize("language", SPOKEN)
def test_nothing_is_translated_that_is_not_used(language: str) -> None:
    known = {msgid if isinstance(msgid, str) else msgid[0] for msgid in used()}
    kept = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue(language)}
    assert kept - {""} == known


@pytest.mark.parametrize("language", SPOKEN)
def test_placeholders_and_tags_agree(language: str) -> None:
    for message in catalogue(language):
        if not message.id:
            continue
        source = message.id if isinstance(message.id, str) else message.id[1]
        for form in forms_of(message):
            assert fields(form) == fields(source), source
            assert form.count("<b>") == form.count("</b>") == source.count("<b>"), source


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "остался 1 день"),
        (2, "осталось 2 дня"),
        (5, "осталось 5 дней"),
        (11, "осталось 11 дней"),
        (21, "остался 21 день"),
        (34, "осталось 34 дня"),
    ],
)
def test_numbers_take_their_form(count: int, said: str) -> None:
    assert load_translators().of("ru").plural("{n} day left", "{n} days left", count) == said


def test_strings_from_people_are_escaped_and_a_language_not_spoken_is_russian() -> None:
    t = load_translators().of("de-AT")
    assert t.language == "ru"
    assert t("Welcome, {name}!", name="<b>Анна</b> & Ко") == "Здравствуйте, &lt;b&gt;Анна&lt;/b&gt; &amp; Ко!"
    assert t.plain("Welcome, {name}!", name="<Анна>") == "Здравствуйте, <Анна>!"
