// One message as an element.

import { fileUrl } from "/page/api.js";
import { el, openMenu } from "/page/dom.js";
import { formatText } from "/page/format.js";
import { dateText, has, numberText, t } from "/page/i18n.js";

const FILES = ["document", "audio", "voice", "video", "video_note", "animation"];
const PHOTO_HEIGHT = 420; // pixels
const QUICK = ["👍", "❤", "🔥", "👏", "🤔", "👎"];

// `context`: person (number of the one who looks), zone, group (names are shown), actions (what buttons do).
export function messageElement(message, context) {
  const api = message.api;
  if (message.kind === "service") {
    return el("li", { className: "service", dataset: { id: message.id } }, el("span", {}, serviceText(api)));
  }
  const mine = api.from?.id === context.person;
  const bubble = el("div", { className: "bubble" });
  if (context.group && !mine && api.from) bubble.append(authorLine(api.from, context));
  if (context.topicName) bubble.append(el("p", { className: "topic-name" }, `# ${context.topicName(api.message_thread_id)}`));
  if (api.forward_origin) bubble.append(el("p", { className: "forwarded" }, t("forwardedFrom", { name: originName(api.forward_origin) })));
  if (api.via_bot) bubble.append(el("p", { className: "forwarded" }, t("via", { name: api.via_bot.username })));
  const reply = replyLine(api, context);
  if (reply) bubble.append(reply);
  const above = api.show_caption_above_media ? captionNode(api, context) : null;
  bubble.append(...[above, mediaNode(message, context), textNode(api, context), above ? null : captionNode(api, context)].filter(Boolean));
  bubble.append(footer(message, context));
  const row = el("li", {
    className: `message ${mine ? "mine" : ""} ${api.media_group_id ? "album" : ""}`,
    dataset: { id: message.id },
  });
  const body = el("div", { className: "stack" }, bubble);
  if (api.reply_markup?.inline_keyboard) body.append(inlineKeyboard(message, context));
  if (message.reactions.length) body.append(reactionsRow(message, context));
  row.append(body, menuButton(message, mine, context));
  return row;
}

function authorLine(from, context) {
  const name = [from.first_name, from.last_name].filter(Boolean).join(" ");
  const node = el("p", { className: "author" }, name, from.is_bot ? el("span", { className: "tag" }, t("bot")) : null);
  node.dataset.color = Math.abs(from.id) % 8;
  return node;
}

function originName(origin) {
  const user = origin.sender_user;
  return user ? [user.first_name, user.last_name].filter(Boolean).join(" ") : origin.sender_user_name || origin.chat?.title || "";
}

function replyLine(api, context) {
  const original = api.reply_to_message;
  if (!original || original.forum_topic_created) return null;
  const who = original.from ? [original.from.first_name, original.from.last_name].filter(Boolean).join(" ") : "";
  const text = api.quote?.text || original.text || original.caption || kindName(original);
  return el("button", { type: "button", className: "reply", onclick: () => context.actions.show(original.message_id) },
    el("strong", {}, who), el("span", {}, text.slice(0, 160)));
}

export function kindName(api) {
  for (const kind of ["photo", "sticker", "voice", "video", "audio", "animation", "video_note", "document", "contact", "venue", "location", "poll", "dice"]) {
    if (api[kind]) return t(kind);
  }
  return t("service");
}

// Telegram's own apps do not show the code that «Start» carries from a link.
const shownText = (text) => (/^\/start \S+$/.test(text) ? "/start" : text);

function textNode(api, context) {
  if (!api.text) return null;
  return el("div", { className: "text" }, ...formatText(shownText(api.text), api.entities, context.actions));
}

const captionNode = (api, context) =>
  api.caption ? el("div", { className: "text" }, ...formatText(api.caption, api.caption_entities, context.actions)) : null;

function mediaNode(message, context) {
  const api = message.api;
  if (api.photo) {
    const size = api.photo.at(-1);
    // The place is known before the picture is there, so that nothing jumps when it comes.
    const scale = Math.min(1, PHOTO_HEIGHT / size.height);
    const image = el("img", {
      src: fileUrl(size.file_id), width: Math.round(size.width * scale), height: Math.round(size.height * scale), loading: "lazy", decoding: "async", alt: api.caption?.slice(0, 100) || t("photo"),
    });
    return el("a", { className: "photo", href: fileUrl(size.file_id), target: "_blank", rel: "noopener" }, image);
  }
  if (api.sticker) return el("p", { className: "sticker" }, api.sticker.emoji || t("sticker"));
  const kind = FILES.find((name) => api[name]);
  if (kind) return fileNode(api[kind], kind);
  if (api.contact) {
    const name = [api.contact.first_name, api.contact.last_name].filter(Boolean).join(" ");
    return el("p", { className: "card" }, el("strong", {}, `👤 ${name}`), el("br"), api.contact.phone_number);
  }
  if (api.venue) return el("p", { className: "card" }, el("strong", {}, `📍 ${api.venue.title}`), el("br"), api.venue.address);
  if (api.location) return el("p", { className: "card" }, `📍 ${t("location")}: ${api.location.latitude}, ${api.location.longitude}`);
  if (api.dice) return el("p", { className: "sticker" }, `${api.dice.emoji} ${api.dice.value}`);
  if (api.poll) return pollNode(message, context);
  return null;
}

function fileNode(file, kind) {
  const name = file.file_name || t(kind);
  const size = file.file_size ? ` · ${sizeText(file.file_size)}` : "";
  return el("a", { className: "file", href: fileUrl(file.file_id), download: name },
    el("span", { className: "file-icon", "aria-hidden": "true" }, "⬇"),
    el("span", {}, el("strong", {}, name), el("small", {}, `${t("download")}${size}`)));
}

function sizeText(bytes) {
  const [number, unit] = bytes < 1000 ? [bytes, "bytes"] : bytes < 1e6 ? [Math.round(bytes / 1000), "kilobytes"] : [Math.round(bytes / 1e5) / 10, "megabytes"];
  return `${numberText(number)} ${t(unit)}`;
}

function pollNode(message, context) {
  const poll = message.api.poll;
  const chosen = message.votes[context.person] ?? [];
  const rows = poll.options.map((option, number) =>
    el("button", {
      type: "button", className: "option", disabled: poll.is_closed, "aria-pressed": String(chosen.includes(number)),
      onclick: () => {
        const others = poll.allows_multiple_answers ? chosen.filter((n) => n !== number) : [];
        context.actions.vote(message.id, chosen.includes(number) ? others : [...others, number].sort());
      },
    }, el("span", {}, option.text), el("span", {}, String(option.voter_count))));
  const foot = poll.is_closed ? t("closedPoll") : t("poll_votes", { n: poll.total_voter_count });
  return el("div", { className: "poll" }, el("strong", {}, poll.question), ...rows, el("small", {}, foot));
}

function footer(message, context) {
  const api = message.api;
  const time = dateText(new Date(api.date * 1000), { hour: "2-digit", minute: "2-digit", timeZone: context.zone });
  const marks = [message.pinned ? "📌" : "", api.has_protected_content ? "🔒" : "", api.edit_date ? t("edited") : ""].filter(Boolean);
  return el("p", { className: "foot" }, ...marks.map((m) => `${m} `), el("time", { datetime: new Date(api.date * 1000).toISOString() }, time));
}

function inlineKeyboard(message, context) {
  const rows = message.api.reply_markup.inline_keyboard.map((row, r) =>
    el("div", { className: "row" }, ...row.map((button, c) => inlineButton(message, button, r, c, context))));
  return el("div", { className: "inline", role: "group" }, ...rows);
}

function inlineButton(message, button, row, column, context) {
  if (button.url) {
    return el("a", {
      className: "key", href: button.url, target: "_blank", rel: "noopener noreferrer",
      onclick: (event) => {
        if (context.actions.link(button.url)) event.preventDefault();
      },
    }, button.text, el("span", { className: "corner", "aria-hidden": "true" }, "↗"));
  }
  const node = el("button", { type: "button", className: "key", disabled: Boolean(button.disabled) }, button.text);
  node.addEventListener("click", () => {
    if (button.callback_data !== undefined) context.actions.press(message.id, row, column, node);
    else if (button.copy_text) navigator.clipboard?.writeText(button.copy_text.text);
    else if (button.switch_inline_query_current_chat !== undefined) context.actions.inline(button.switch_inline_query_current_chat, message.api);
    else context.actions.refused("no_callback");
  });
  return node;
}

function reactionsRow(message, context) {
  return el("div", { className: "reactions" }, ...message.reactions.map((one) => {
    const mine = one.people.includes(context.person);
    return el("button", {
      type: "button", className: "reaction", "aria-pressed": String(mine),
      onclick: () => context.actions.react(message.id, mine ? null : one.emoji),
    }, `${one.emoji} ${one.people.length}`);
  }));
}

function menuButton(message, mine, context) {
  const api = message.api;
  const actions = context.actions;
  const node = el("button", { type: "button", className: "quiet round more", "aria-label": t("messageMenu"), "aria-haspopup": "menu" }, "⋯");
  node.addEventListener("click", () => {
    const items = [
      { row: QUICK.map((emoji) => ({ text: emoji, label: `${t("react")} ${emoji}`, act: () => actions.react(message.id, emoji) })) },
      { text: t("reply"), act: () => actions.reply(message) },
    ];
    const text = api.text || api.caption;
    if (mine && (api.text || api.photo || api.document)) items.push({ text: t("edit"), act: () => actions.edit(message) });
    if (text) items.push({ text: t("copy"), act: () => navigator.clipboard?.writeText(text) });
    items.push({ text: t("remove"), act: () => actions.remove(message.id) });
    openMenu(node, items);
  });
  return node;
}

export function serviceText(api) {
  const names = (users) => users.map((u) => [u.first_name, u.last_name].filter(Boolean).join(" ")).join(", ");
  if (api.forum_topic_created) return t("topicCreated", { name: api.forum_topic_created.name });
  if (api.forum_topic_edited) return api.forum_topic_edited.name ? t("topicEdited", { name: api.forum_topic_edited.name }) : t("topicIcon");
  if (api.forum_topic_closed) return t("topicClosed");
  if (api.forum_topic_reopened) return t("topicReopened");
  if (api.new_chat_members) return t("joined", { name: names(api.new_chat_members) });
  if (api.left_chat_member) return t("left", { name: names([api.left_chat_member]) });
  if (api.pinned_message) return t("pinned");
  if (api.migrate_to_chat_id || api.migrate_from_chat_id) return t("migrated");
  if (api.new_chat_title) return t("titleChanged", { name: api.new_chat_title });
  return t("service");
}

// What the left list shows of a message.
export function snippet(last) {
  if (!last) return "";
  if (last.text) return last.text;
  return has(last.kind) ? t(last.kind) : t("service");
}
