// What a message carries besides text: photos, albums, files, contacts, places, polls.

import { fileUrl } from "/page/api.js";
import { $, el } from "/page/dom.js";
import { numberText, t } from "/page/i18n.js";

const FILES = ["document", "audio", "voice", "video", "video_note", "animation"];
const KINDS = ["photo", "sticker", "voice", "video", "audio", "animation", "video_note", "document", "contact", "venue", "location", "poll", "dice"];
const PHOTO_HEIGHT = 420; // pixels
const GRID_COLUMNS = 2; // of an album's pictures

export function kindName(api) {
  const kind = KINDS.find((name) => api[name]);
  return kind ? t(kind) : t("service");
}

export function mediaNode(message, context) {
  const api = message.api;
  if (api.photo) return photoNode(api, [api]);
  if (api.sticker) return el("p", { className: "sticker" }, api.sticker.emoji || t("sticker"));
  const kind = FILES.find((name) => api[name]);
  if (kind) return fileNode(api[kind], kind);
  if (api.contact) {
    const name = [api.contact.first_name, api.contact.last_name].filter(Boolean).join(" ");
    return card("👤", name, api.contact.phone_number);
  }
  if (api.venue) return card("📍", api.venue.title, api.venue.address);
  if (api.location) return card("📍", t("location"), `${api.location.latitude}, ${api.location.longitude}`);
  if (api.dice) return el("p", { className: "sticker" }, `${api.dice.emoji} ${api.dice.value}`);
  if (api.poll) return pollNode(message, context);
  return null;
}

// Several pictures as one grid, several files as one list. Each is a message of its own: `extras(message)` are what
// belongs to it alone (its menu, its reactions).
export function albumNode(messages, context, extras) {
  const pictures = messages.filter((one) => one.api.photo);
  const apis = pictures.map((one) => one.api);
  const files = messages.filter((one) => !one.api.photo);
  const odd = pictures.length % GRID_COLUMNS ? "odd" : "";
  const piece = (message, node) => el("div", { className: "piece", dataset: { id: message.id } }, node, ...extras(message));
  return el("div", { className: "album" },
    pictures.length ? el("div", { className: `grid ${odd}` }, ...pictures.map((one) => piece(one, photoNode(one.api, apis)))) : null,
    ...files.map((one) => piece(one, mediaNode(one, context))));
}

const card = (icon, title, text) =>
  el("p", { className: "card" }, el("strong", {}, el("span", { "aria-hidden": "true" }, `${icon} `), title), el("br"), text);

// `album`: all the pictures that the viewer leafs through.
function photoNode(api, album) {
  const size = api.photo.at(-1);
  // The place is known before the picture is there, so that nothing jumps when it comes.
  const scale = Math.min(1, PHOTO_HEIGHT / size.height);
  const image = el("img", {
    src: fileUrl(size.file_id), width: Math.round(size.width * scale), height: Math.round(size.height * scale),
    decoding: "async", alt: api.caption?.slice(0, 100) || t("photo"),
  });
  const veil = api.has_media_spoiler ? "veiled" : "";
  const node = el("button", { type: "button", className: `photo ${veil}`, "aria-label": `${t("photo")}: ${t("enlarge")}` }, image);
  node.addEventListener("click", () => {
    if (node.classList.contains("veiled")) node.classList.remove("veiled");
    else openViewer(album, album.indexOf(api));
  });
  return node;
}

let viewed = { album: [], at: 0 };

function openViewer(album, at) {
  viewed = { album, at };
  turn(0);
  $("viewer").showModal();
}

function turn(step) {
  const { album } = viewed;
  viewed.at = (viewed.at + step + album.length) % album.length;
  const api = album[viewed.at];
  $("viewer-image").src = fileUrl(api.photo.at(-1).file_id);
  $("viewer-image").alt = api.caption || t("photo");
  $("viewer-caption").textContent = [album.length > 1 ? `${viewed.at + 1} / ${album.length}` : "", api.caption].filter(Boolean).join(" · ");
  $("viewer-back").hidden = $("viewer-on").hidden = album.length < 2;
}

export function startViewer() {
  $("viewer-back").addEventListener("click", () => turn(-1));
  $("viewer-on").addEventListener("click", () => turn(1));
  $("viewer").addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) turn(step);
  });
  $("viewer").addEventListener("click", (event) => {
    if (event.target === $("viewer")) $("viewer").close();
  });
}

function fileNode(file, kind) {
  const name = file.file_name || t(kind);
  const size = file.file_size ? ` · ${sizeText(file.file_size)}` : "";
  const type = /\.(\w{1,5})$/.exec(name)?.[1] ?? "↓";
  return el("a", { className: "file", href: fileUrl(file.file_id), download: name },
    el("span", { className: "file-icon", "aria-hidden": "true" }, type),
    el("span", { className: "file-name" }, el("strong", {}, name), el("small", {}, `${t("download")}${size}`)));
}

function sizeText(bytes) {
  if (bytes < 1000) return `${numberText(bytes)} ${t("bytes")}`;
  if (bytes < 1e6) return `${numberText(Math.round(bytes / 1000))} ${t("kilobytes")}`;
  return `${numberText(Math.round(bytes / 1e5) / 10)} ${t("megabytes")}`;
}

function pollNode(message, context) {
  const poll = message.api.poll;
  const chosen = message.votes[context.person] ?? [];
  const all = Math.max(1, poll.total_voter_count);
  const rows = poll.options.map((option, number) => {
    const share = `${Math.round((100 * option.voter_count) / all)} %`;
    return el("button", {
      type: "button", className: "option", disabled: poll.is_closed, "aria-pressed": String(chosen.includes(number)),
      onclick: () => {
        const others = poll.allows_multiple_answers ? chosen.filter((n) => n !== number) : [];
        context.actions.vote(message.id, chosen.includes(number) ? others : [...others, number].sort());
      },
    }, el("span", {}, option.text), el("span", {}, chosen.length || poll.is_closed ? share : ""));
  });
  const foot = poll.is_closed ? t("closedPoll") : t("poll_votes", { n: poll.total_voter_count });
  return el("div", { className: "poll" }, el("strong", {}, poll.question), ...rows, el("small", {}, foot));
}
