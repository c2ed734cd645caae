"""«Уже не нужно»: words that say nothing but that an answer is awaited no longer."""

import re

_NEED = r"(?:нужно|нужна|нужен|надо|требуется|актуально|актуален)"
_POLITE = r"(?:спасибо|извините|простите|благодарю)"
_WITHDRAWALS = re.compile(
    rf"(?:{_POLITE} )?(?:"
    rf"(?:(?:вопрос|ответ|помощь) )?(?:мне )?(?:уже|больше) (?:мне )?(?:ничего )?не {_NEED}"
    rf"|(?:уже |больше )?неактуально"
    r"|вопрос (?:уже )?(?:решен|решился|решили|снят|снимаю|снимается|закрыт|неактуален|не актуален)"
    r"|(?:я )?(?:снимаю|отзываю|отменяю|отмените|снимите|закройте) (?:свой |мой |этот )?вопрос"
    r"|no need(?: take it back)?|(?:no longer|not) needed(?: anymore| any more)?"
    rf")(?: {_POLITE}| thank you| thanks)?"
)
_AMBIGUOUS = re.compile(rf"(?:{_POLITE} )?(?:ничего )?не {_NEED}(?: {_POLITE})?")
"""After an operator has asked something («прислать бланк?») this is an answer to them."""


def is_withdrawal(text: str, *, of_an_answered: bool = False) -> bool:
    """Whether these words, and nothing beside them, take a question back. `of_an_answered`: an operator has written
    last, so that a bare «не нужно» is meant for them."""
    words = " ".join(re.sub(r"[^\w\s]", " ", text.casefold().replace("ё", "е")).split())
    return bool(_WITHDRAWALS.fullmatch(words) or (not of_an_answered and _AMBIGUOUS.fullmatch(words)))
