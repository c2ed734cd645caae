"""A person's language: English msgids out of locales/<language>/LC_MESSAGES/srok.po, compiled in memory at start."""

from __future__ import annotations

import gettext
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from views.screen import escape

LOCALES = Path(__file__).resolve().parent.parent / "locales"
DEFAULT_LANGUAGE = "ru"


class Markup(str):
    """Text that is already safe in a Screen: the translator escapes every other string handed to it."""

    __slots__ = ()


def mark(message: str) -> str:
    """Name a msgid that is translated later, where it is shown; the test of the catalogues collects it."""
    return message


def _safe(values: Mapping[str, object]) -> dict[str, object]:
    return {name: escape(v) if isinstance(v, str) and not isinstance(v, Markup) else v for name, v in values.items()}


@dataclass(frozen=True, slots=True)
class Translator:
    """One language. Called, it gives text for a Screen; `plain` gives text for buttons, alerts and menus.

    A msgid that has no translation is shown as it is, in English.
    """

    language: str
    locale: Locale
    catalogue: gettext.NullTranslations

    def __call__(self, message: str, /, **values: object) -> Markup:
        """Screen text; plain strings among the values are escaped, Markup is not."""
        return Markup(self.catalogue.gettext(message).format(**_safe(values)))

    def plain(self, message: str, /, **values: object) -> str:
        """Text without markup, for labels and alerts."""
        return self.catalogue.gettext(message).format(**values)

    def plural(self, one: str, many: str, n: int, /, **values: object) -> Markup:
        """The form that goes with `n`, which the text may name as {n}."""
        return Markup(self.catalogue.ngettext(one, many, n).format(n=n, **_safe(values)))


@dataclass(frozen=True, eq=False)
class Translators:
    """Every language that the bot speaks."""

    languages: Mapping[str, Translator]

    def of(self, language: str) -> Translator:
        """The translator of a language code such as "ru" or "en-GB"; the default language for one not spoken."""
        return self.languages.get(language.split("-")[0].lower(), self.languages[DEFAULT_LANGUAGE])


def load_translators(folder: Path = LOCALES) -> Translators:
    """Read every catalogue of `folder`. The locale is handed to `read_po`: without it the plural rule is lost."""
    languages: dict[str, Translator] = {}
    for path in sorted(folder.glob("*/LC_MESSAGES/srok.po")):
        locale = Locale.parse(path.parts[-3])
        with path.open("rb") as file:
            catalogue = read_po(file, locale=locale)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        languages[locale.language] = Translator(locale.language, locale, gettext.GNUTranslations(compiled))
    return Translators(languages)
