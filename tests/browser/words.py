"""What the page's parts are called, in both of its languages."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Words:
    """What the page's parts are called in one language."""

    people: str = "Люди"
    chat: str = "Чат"
    clock: str = "Часы"
    panel: str = "Часы кампании"
    strip: str = "Ход кампании"
    play: str = "Пуск"
    pause: str = "Пауза"
    speed: str = "1 день/с"
    start: str = "Запустить"
    faults: str = "Неполадки"
    faults_off: str = "Выключить все"
    fault_whom: str = "Кого касается"
    fault_seconds: str = "Ждать, секунд"
    trouble_on: str = "Включены неполадки"
    log: str = "Журнал обмена"
    tour: str = "Знакомство"
    close: str = "Закрыть"
    sections: str = "Разделы"
    messages: str = "Сообщения"
    write: str = "Сообщение"
    keyboard: str = "Клавиатура бота"
    to_end: str = "К последним сообщениям"
    fold_keyboard: str = "Показать или убрать клавиатуру бота"
    topics: str = "Темы"
    chat_menu: str = "Действия с чатом"
    message_menu: str = "Действия с сообщением"
    reaction: str = "Реакция"
    edit: str = "Изменить"
    understood: str = "Понятно"
    write_as: str = "Писать как"
    attach: str = "Прикрепить фото или документ"
    next_morning: str = "Следующее утро"
    hour: str = "+1 час"
    next_event: str = "До следующего события"
    day: str = "День кампании"
    moment: str = "Дата и время"
    go: str = "Перейти"
    new_person: str = "Новый человек"
    add: str = "Добавить"
    open_link: str = "Открыть ссылку-приглашение…"
    blocking: str = "аблокирова"
    """In the menu item that blocks the bot, whichever way it is put."""
    unblock: str = "Разблокировать бота"
    language: str = "English"
    """The button to the other language."""


RUSSIAN: Final = Words()
ENGLISH: Final = Words(
    people="People",
    chat="Chat",
    clock="Clock",
    panel="Clock of the campaign",
    strip="Course of the campaign",
    play="Play",
    pause="Pause",
    speed="1 day/s",
    start="Start",
    faults="Faults",
    faults_off="Switch all off",
    fault_whom="Whom it affects",
    fault_seconds="Wait, seconds",
    trouble_on="Faults in force",
    log="Exchange log",
    tour="Tour",
    close="Close",
    sections="Sections",
    messages="Messages",
    write="Message",
    keyboard="Keyboard of the bot",
    to_end="To the latest messages",
    fold_keyboard="Show or hide the keyboard of the bot",
    topics="Topics",
    chat_menu="Chat actions",
    message_menu="Message actions",
    reaction="Reaction",
    edit="Edit",
    understood="OK",
    write_as="Write as",
    attach="Attach a photo or a document",
    next_morning="Next morning",
    hour="+1 hour",
    next_event="To the next event",
    day="Day of the campaign",
    moment="Date and time",
    go="Go",
    new_person="New person",
    add="Add",
    open_link="Open an invitation link…",
    blocking="lock",
    unblock="Unblock the bot",
    language="Русский",
)
