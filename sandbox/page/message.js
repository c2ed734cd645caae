// One message as an element: who, what, when, and what can be done with it.

import { colorOf, copyText, el, openMenu } from "/page/dom.js";
import { formatText } from "/page/format.js";
import { dateText, has, t } from "/page/i18n.js";
import { inlineKeyboard } from "/page/keys.js";
import { albumNode, kindName, mediaNode } from "/page/media.js";

const QUICK = ["👍", "❤", "🔥", "👏", "🤔", "👎"];
const SHORT = 160; // characters of a message that a reply repeats

// Telegram names the heart by its plain sign, which fonts draw as a letter.
const colourful = (emoji) => (emoji.length === 1 ? `${emoji}\uFE0F` : emoji);
const fullName = (user) => [user.first_name, user.last_name].filter(Boolean).join(" ");
const moment = (message) => new Date(message.api.date * 1000);

function dayOf(message, context) {
  return dateText(moment(message), { dateStyle: "short", timeZone: context.zone });
}

// The list item of data[at], with the line of its day when it is the first of it. An album is drawn by its first message.
// `context`: person (number of the one who looks), zone, group (names are shown), unreadFrom, topicName, actions.
export function messageItem(data, at, context) {
  const message = data[at];
  const before = data[at - 1];
  const album = message.api.media_group_id;
  if (album && before?.api.media_group_id === album) return el("li", { hidden: true, dataset: { id: message.id } });
  const parts = [];
  if (!before || dayOf(before, context) !== dayOf(message, context)) {
    const text = dateText(moment(message), { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: context.zone });
    parts.push(el("div", { className: "day" }, el("span", {}, text)));
  }
  if (context.unreadFrom === message.id) parts.push(el("div", { className: "unread-line" }, el("span", {}, t("unreadLine"))));
  const sameAuthor = before && !parts.length && before.kind !== "service" && before.api.from?.id === message.api.from?.id;
  parts.push(message.kind === "service" ? serviceLine(message) : messageRow(data, at, context, sameAuthor));
  return el("li", { className: "item", dataset: { id: message.id, last: albumFrom(data, at).at(-1).id } }, ...parts);
}

// The messages that are shown together: an album, or the one alone.
function albumFrom(data, at) {
  const album = data[at].api.media_group_id;
  let end = at + 1;
  while (album && data[end]?.api.media_group_id === album) end += 1;
  return data.slice(at, end);
}

const serviceLine = (message) => el("div", { className: "service" }, el("span", {}, serviceText(message.api)));

function messageRow(data, at, context, sameAuthor) {
  const message = data[at];
  const api = message.api;
  const mine = api.from?.id === context.person;
  const keys = api.reply_markup?.inline_keyboard;
  const stack = el("div", { className: `stack ${keys ? "with-keys" : ""}` }, bubble(data, at, context, mine, sameAuthor));
  if (keys) stack.append(inlineKeyboard(message, context));
  const node = el("div", { className: `message ${mine ? "mine" : ""} ${sameAuthor ? "joined" : ""}` }, stack);
  if (api.media_group_id) return node; // each message of an album has a menu and reactions of its own, within the bubble
  if (message.reactions.length) stack.append(reactionsRow(message, context));
  node.append(menuButton(message, mine, context));
  return node;
}

function bubble(data, at, context, mine, sameAuthor) {
  const message = data[at];
  const api = message.api;
  const node = el("div", { className: "bubble" });
  const add = (...parts) => node.append(...parts.filter(Boolean));
  if (context.group && !mine && api.from && !sameAuthor) add(authorLine(api.from));
  if (context.topicName) add(topicLine(api.message_thread_id ?? 0, context));
  if (api.forward_origin) add(el("p", { className: "forwarded" }, t("forwardedFrom", { name: originName(api.forward_origin) })));
  if (api.via_bot) add(el("p", { className: "forwarded" }, t("via", { name: api.via_bot.username })));
  add(replyLine(api, context));
  const album = albumFrom(data, at);
  const captions = album.map((one) => captionNode(one.api, context)).filter(Boolean);
  const media = api.media_group_id ? albumNode(album, context, (one) => extras(one, mine, context)) : mediaNode(message, context);
  if (api.show_caption_above_media) add(...captions, media);
  else add(media, textNode(api, context), ...captions);
  add(footer(message, context));
  if (node.lastElementChild.previousElementSibling?.classList.contains("text")) node.classList.add("ends-in-text");
  // The room that the hour and the marks before it take at the end of the last line.
  const marks = Number(message.pinned) + Number(Boolean(api.has_protected_content));
  if (marks || api.edit_date) node.style.setProperty("--foot", `${3.4 + 1.6 * marks + (api.edit_date ? 5.6 : 0)}rem`);
  return node;
}

// What belongs to one message alone.
const extras = (message, mine, context) => [
  menuButton(message, mine, context), message.reactions.length ? reactionsRow(message, context) : null,
];

function authorLine(from) {
  const node = el("p", { className: "author" }, fullName(from), from.is_bot ? el("span", { className: "tag" }, t("bot")) : null);
  node.dataset.color = colorOf(from.id);
  return node;
}

// In a view of all topics: which one it is, and the way there.
const topicLine = (topic, context) =>
  el("p", {}, el("button", { type: "button", className: "topic-name", onclick: () => context.actions.topic(topic) }, `# ${context.topicName(topic)}`));

const originName = (origin) => (origin.sender_user ? fullName(origin.sender_user) : origin.sender_user_name || origin.chat?.title || "");

function replyLine(api, context) {
  const original = api.reply_to_message;
  if (!original || original.forum_topic_created) return null;
  const text = api.quote?.text || plainText(original);
  return el("button", { type: "button", className: "reply", onclick: () => context.actions.show(original.message_id) },
    el("strong", {}, original.from ? fullName(original.from) : ""), el("span", {}, text.slice(0, SHORT)));
}

// A message in plain words, for a line in a list.
export const plainText = (api) => api.text || api.caption || kindName(api);

// Telegram's own apps do not show the code that «Start» carries from a link.
const shownText = (text) => (/^\/start \S+$/.test(text) ? "/start" : text);

const EMOJI_ONLY = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F|\u200D|\s){1,12}$/u;

function textNode(api, context) {
  if (!api.text) return null;
  const big = EMOJI_ONLY.test(api.text) ? "emoji-only" : "";
  return el("div", { className: `text ${big}`, dir: "auto" }, ...formatText(shownText(api.text), api.entities, context.actions));
}

function captionNode(api, context) {
  if (!api.caption) return null;
  return el("div", { className: "text", dir: "auto" }, ...formatText(api.caption, api.caption_entities, context.actions));
}

function footer(message, context) {
  const api = message.api;
  const date = moment(message);
  const time = dateText(date, { hour: "2-digit", minute: "2-digit", timeZone: context.zone });
  const mark = (sign, words) => el("span", { role: "img", "aria-label": words, title: words }, `${sign} `);
  return el("p", { className: "foot" },
    message.pinned ? mark("📌", t("pinnedMark")) : null,
    api.has_protected_content ? mark("🔒", t("protected")) : null,
    api.edit_date ? el("span", { className: "edited" }, `${t("edited")} `) : null,
    el("time", { datetime: date.toISOString(), title: dateText(date, { dateStyle: "full", timeStyle: "short", timeZone: context.zone }) }, time));
}

function reactionsRow(message, context) {
  return el("div", { className: "reactions", role: "group", "aria-label": t("reactions") }, ...message.reactions.map((one) => {
    const mine = one.people.includes(context.person);
    return el("button", {
      type: "button", className: "reaction", "aria-pressed": String(mine),
      onclick: () => context.actions.react(message.id, mine ? null : one.emoji),
    }, `${colourful(one.emoji)} ${one.people.length}`);
  }));
}

function menuButton(message, mine, context) {
  const { api } = message;
  const { actions } = context;
  const node = el("button", { type: "button", className: "quiet round more", "aria-label": t("messageMenu"), "aria-haspopup": "menu" }, "⋯");
  node.addEventListener("click", () => {
    const items = [
      { row: QUICK.map((emoji) => ({ text: colourful(emoji), label: `${t("react")} ${emoji}`, act: () => actions.react(message.id, emoji) })) },
      { text: t("reply"), act: () => actions.reply(message) },
    ];
    const text = api.text || api.caption;
    if (mine && (api.text || api.photo || api.document)) items.push({ text: t("edit"), act: () => actions.edit(message) });
    if (text && !api.has_protected_content) items.push({ text: t("copy"), act: () => copyText(text, t("copied"), t("error_copy")) });
    items.push({ text: t("showJson"), act: () => actions.json(message) });
    items.push({ text: t("remove"), act: () => actions.remove(message.id) });
    openMenu(node, items);
  });
  return node;
}

export function serviceText(api) {
  const names = (users) => users.map(fullName).join(", ");
  if (api.forum_topic_created) return t("topicCreated", { name: api.forum_topic_created.name });
  if (api.forum_topic_edited) return api.forum_topic_edited.name ? t("topicEdited", { name: api.forum_topic_edited.name }) : t("topicIcon");
  if (api.forum_topic_closed) return t("topicClosed");
  if (api.forum_topic_reopened) return t("topicReopened");
  if (api.new_chat_members) return t("joined", { name: names(api.new_chat_members) });
  if (api.left_chat_member) return t("left", { name: names([api.left_chat_member]) });
  if (api.pinned_message) return t("pinned", { text: plainText(api.pinned_message).slice(0, 60) });
  if (api.migrate_to_chat_id || api.migrate_from_chat_id) return t("migrated");
  if (api.new_chat_title) return t("titleChanged", { name: api.new_chat_title });
  return t("service");
}

// What the left list shows of a message.
export function snippet(last) {
  if (!last) return "";
  if (last.text) return shownText(last.text);
  if (last.service) return serviceText(last.service);
  return has(last.kind) ? t(last.kind) : t("service");
}
