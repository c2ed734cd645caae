// Words of the page. Russian is the default; a choice of English is remembered, and ?lang=en sets it.

const WORDS = {
  ru: {
    pageTitle: "Telegram на этом компьютере",
    skip: "К полю сообщения", offline: "Сервер не отвечает. Страница подключится сама, когда он вернётся.",
    people: "Люди", groups: "Группы", chat: "Чат", clock: "Часы", tabs: "Разделы", topics: "Темы", allTopics: "Все темы",
    messages: "Сообщения", older: "Показать раньше", toEnd: "К последним сообщениям", newPerson: "Новый человек", add: "Добавить",
    write: "Сообщение", send: "Отправить", attach: "Прикрепить фото или документ", commands: "Команды бота",
    keyboard: "Клавиатура бота", start: "Запустить", unblock: "Разблокировать бота", cancel: "Отмена", ok: "Понятно",
    writeAs: "Писать как", chatMenu: "Действия с чатом", block: "Заблокировать бота", openLink: "Открыть ссылку-приглашение…",
    linkAsk: "Ссылка t.me/…?start=… или только код после start=", join: "Войти в группу", leave: "Выйти из группы", updates: "Обновления бота (JSON)",
    reply: "Ответить", edit: "Изменить", remove: "Удалить", react: "Реакция", copy: "Скопировать текст", messageMenu: "Действия с сообщением",
    replyTo: "Ответ:", editing: "Правка:", files: "Файлы:", asFile: "Отправить без сжатия, документом", edited: "изменено",
    photo: "Фото", document: "Документ", sticker: "Стикер", voice: "Голосовое сообщение", video: "Видео", audio: "Аудио",
    animation: "Анимация", video_note: "Видеосообщение", contact: "Контакт", location: "Место на карте", venue: "Место", poll: "Опрос", dice: "Бросок",
    download: "Скачать", bytes: "Б", kilobytes: "КБ", megabytes: "МБ", forwardedFrom: "Переслано от: {name}", via: "через @{name}", protected: "Копирование запрещено",
    typing: "{name} печатает…", bot: "бот", members: "Участников: {n}", blocked: "бот заблокирован", you: "Вы",
    choose: "Выберите в списке «Люди», чьими глазами смотреть.", highlights: "Интересные дни",
    hint: "Начните отсюда: переведите часы, и людям придут напоминания.", hintDone: "Напоминания пришли. Откройте любого человека с синей отметкой.", emptyChat: "Здесь пока ничего нет.", whatCan: "Что умеет этот бот?",
    general: "Общая", closed: "закрыта",
    topicCreated: "Открыта тема «{name}»", topicEdited: "Тема переименована: «{name}»", topicIcon: "Изменён значок темы", topicClosed: "Тема закрыта",
    topicReopened: "Тема открыта снова", joined: "{name} теперь в группе", left: "{name} больше не в группе", pinned: "Закреплено сообщение",
    migrated: "Группа стала супергруппой", titleChanged: "Новое название: «{name}»", service: "Событие",
    plusHour: "+1 час", nextMorning: "Следующее утро", nextEvent: "До следующего события", day: "День кампании", dateAndTime: "Дата и время",
    go: "Перейти", ahead: "Что дальше", queue: "Что будет отправлено", nothingAhead: "Больше ничего не предстоит.", nothingQueued: "Очередь пуста.",
    moving: "Часы идут…", more: "и ещё {n}", dayOf: "День {n} из {all}",
    blockedTitle: "Бот заблокирован", poll_votes: "Голосов: {n}", vote: "Голосовать", closedPoll: "Опрос закрыт",
    today: "сегодня", results: "Варианты ответа бота",
    error_backwards: "Назад часы не идут: отправленное уже не отозвать.", error_beyond: "Календарь кончается раньше этой даты.",
    error_no_event: "Впереди больше нет событий.", error_bad_date: "Не удалось понять дату.", error_empty: "Пустое сообщение отправить нельзя.",
    error_too_long: "Слишком длинно для одного сообщения.", error_too_big: "Файл слишком большой.", error_blocked: "Бот заблокирован: чтобы писать, разблокируйте его.",
    error_not_member: "Этот человек не состоит в чате.", error_no_topic: "Такой темы больше нет.", error_topic_closed: "Тема закрыта.",
    error_no_right: "Писать сюда нельзя.", error_not_yours: "Можно менять только свои сообщения.", error_no_message: "Этого сообщения уже нет.",
    error_no_button: "Этой кнопки уже нет.", error_no_callback: "Эта кнопка здесь не работает.", error_closed: "Опрос закрыт.",
    error_deactivated: "Аккаунт удалён.", error_migrated: "Группа стала супергруппой: пишите в неё.", error_banned: "Вход в этот чат закрыт.",
    error_network: "Сервер не отвечает.", error_no_answer: "Бот не ответил на нажатие.",
    error_picture: "Это не похоже на картинку. Отправьте документом.",
  },
  en: {
    pageTitle: "Telegram on this computer",
    skip: "To the message field", offline: "The server does not answer. The page will reconnect by itself.",
    people: "People", groups: "Groups", chat: "Chat", clock: "Clock", tabs: "Sections", topics: "Topics", allTopics: "All topics",
    messages: "Messages", older: "Show earlier", toEnd: "To the latest messages", newPerson: "New person", add: "Add",
    write: "Message", send: "Send", attach: "Attach a photo or a document", commands: "Commands of the bot",
    keyboard: "Keyboard of the bot", start: "Start", unblock: "Unblock the bot", cancel: "Cancel", ok: "OK",
    writeAs: "Write as", chatMenu: "Chat actions", block: "Block the bot", openLink: "Open an invitation link…",
    linkAsk: "A link t.me/…?start=… or only the code after start=", join: "Join the group", leave: "Leave the group", updates: "Updates of the bot (JSON)",
    reply: "Reply", edit: "Edit", remove: "Delete", react: "React", copy: "Copy the text", messageMenu: "Message actions",
    replyTo: "Reply to:", editing: "Editing:", files: "Files:", asFile: "Send uncompressed, as a document", edited: "edited",
    photo: "Photo", document: "Document", sticker: "Sticker", voice: "Voice message", video: "Video", audio: "Audio",
    animation: "Animation", video_note: "Video message", contact: "Contact", location: "Location", venue: "Venue", poll: "Poll", dice: "Dice",
    download: "Download", bytes: "B", kilobytes: "KB", megabytes: "MB", forwardedFrom: "Forwarded from {name}", via: "via @{name}", protected: "Copying is forbidden",
    typing: "{name} is typing…", bot: "bot", members: "Members: {n}", blocked: "bot blocked", you: "You",
    choose: "Choose under “People” through whose eyes to look.", highlights: "Interesting days",
    hint: "Begin here: move the clock, and people will be reminded.", hintDone: "Reminders have arrived. Open anybody with a blue mark.", emptyChat: "Nothing here yet.", whatCan: "What can this bot do?",
    general: "General", closed: "closed",
    topicCreated: "Topic “{name}” was opened", topicEdited: "Topic renamed: “{name}”", topicIcon: "Topic icon changed", topicClosed: "Topic closed",
    topicReopened: "Topic reopened", joined: "{name} joined the group", left: "{name} left the group", pinned: "A message was pinned",
    migrated: "The group has become a supergroup", titleChanged: "New title: “{name}”", service: "Event",
    plusHour: "+1 hour", nextMorning: "Next morning", nextEvent: "To the next event", day: "Day of the campaign", dateAndTime: "Date and time",
    go: "Go", ahead: "What comes next", queue: "What will be sent", nothingAhead: "Nothing more is to come.", nothingQueued: "The queue is empty.",
    moving: "The clock is moving…", more: "and {n} more", dayOf: "Day {n} of {all}",
    blockedTitle: "Bot blocked", poll_votes: "Votes: {n}", vote: "Vote", closedPoll: "The poll is closed",
    today: "today", results: "Results offered by the bot",
    error_backwards: "The clock moves forward only: what has been sent cannot be unsent.", error_beyond: "The calendar ends before that date.",
    error_no_event: "Nothing more is to come.", error_bad_date: "That date was not understood.", error_empty: "An empty message cannot be sent.",
    error_too_long: "Too long for one message.", error_too_big: "The file is too big.", error_blocked: "The bot is blocked: unblock it to write.",
    error_not_member: "This person is not in the chat.", error_no_topic: "That topic is gone.", error_topic_closed: "The topic is closed.",
    error_no_right: "Writing here is not allowed.", error_not_yours: "Only one's own messages can be changed.", error_no_message: "That message is gone.",
    error_no_button: "That button is gone.", error_no_callback: "This button does not work here.", error_closed: "The poll is closed.",
    error_deactivated: "The account is deleted.", error_migrated: "The group has become a supergroup: write there.", error_banned: "Banned from this chat.",
    error_network: "The server does not answer.", error_no_answer: "The bot did not answer the press.",
    error_picture: "That does not look like a picture. Send it as a document.",
  },
};

function initialLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  const kept = asked || localStorage.getItem("lang") || "ru";
  return kept in WORDS ? kept : "ru";
}

export let language = initialLanguage();

export function t(key, values = {}) {
  const text = WORDS[language][key] ?? WORDS.ru[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export function has(key) {
  return key in WORDS[language];
}

export function switchLanguage() {
  language = language === "ru" ? "en" : "ru";
  localStorage.setItem("lang", language);
  applyWords();
}

// Puts words into the elements that name them: data-i18n (text), data-i18n-label, data-i18n-placeholder.
export function applyWords(root = document) {
  document.documentElement.lang = language;
  document.title = t("pageTitle");
  for (const node of root.querySelectorAll("[data-i18n]")) node.textContent = t(node.dataset.i18n);
  for (const node of root.querySelectorAll("[data-i18n-label]")) {
    node.setAttribute("aria-label", t(node.dataset.i18nLabel));
    if (node.tagName === "BUTTON" || node.tagName === "LABEL") node.title = t(node.dataset.i18nLabel);
  }
  for (const node of root.querySelectorAll("[data-i18n-placeholder]")) node.placeholder = t(node.dataset.i18nPlaceholder);
}

const LOCALES = { ru: "ru-RU", en: "en-GB" };

export function numberText(number) {
  return new Intl.NumberFormat(LOCALES[language]).format(number);
}

export function dateText(date, options) {
  return new Intl.DateTimeFormat(LOCALES[language], options).format(date);
}
