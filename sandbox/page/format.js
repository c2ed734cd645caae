// Formatted text: Bot API entities (offsets in UTF-16 units, as JavaScript counts) to elements.

import { el } from "/page/dom.js";
import { t } from "/page/i18n.js";

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
export const SAFE_LINK = /^(https?|tg|mailto|tel):/i;

// `actions`: command(text), link(url) -> true when the page follows the link itself.
export function formatText(text, entities = [], actions = {}) {
  const spans = entities
    .map((e) => ({ ...e, start: e.offset, end: e.offset + e.length }))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  return build(text, 0, text.length, spans, actions);
}

function build(text, from, to, spans, actions) {
  const nodes = [];
  let at = from;
  const queue = [...spans];
  while (queue.length) {
    const span = queue.shift();
    if (span.start >= to) break;
    if (span.start > at) nodes.push(document.createTextNode(text.slice(at, span.start)));
    const end = Math.min(span.end, to);
    const inner = [];
    // Spans that begin inside: those that reach out of it are cut in two.
    while (queue.length && queue[0].start < end) {
      const next = queue.shift();
      inner.push({ ...next, end: Math.min(next.end, end) });
      if (next.end > end) {
        const rest = { ...next, start: end };
        const place = queue.findIndex((q) => q.start > end);
        queue.splice(place < 0 ? queue.length : place, 0, rest);
      }
    }
    nodes.push(wrap(span, text.slice(span.start, end), build(text, span.start, end, inner, actions), actions));
    at = end;
    // A quotation or a block of code is a paragraph of its own: the line break after it is already made.
    if (BLOCKS.has(span.type) && text[at] === "\n" && at < to) at += 1;
  }
  if (at < to) nodes.push(document.createTextNode(text.slice(at, to)));
  return nodes;
}

function wrap(span, plain, children, actions) {
  switch (span.type) {
    case "bold": return el("strong", {}, ...children);
    case "italic": return el("em", {}, ...children);
    case "underline": return el("u", {}, ...children);
    case "strikethrough": return el("s", {}, ...children);
    case "code": return el("code", {}, ...children);
    case "pre": return el("pre", { tabindex: 0, dataset: span.language ? { language: span.language } : {} }, el("code", {}, ...children));
    case "blockquote": return el("blockquote", {}, ...children);
    case "expandable_blockquote": return expandable(children);
    case "spoiler": return spoiler(children);
    case "text_link": return link(span.url, children, actions);
    case "url": return link(/^\w+:\/\//.test(plain) ? plain : `http://${plain}`, children, actions);
    case "email": return link(`mailto:${plain}`, children, actions);
    case "phone_number": return link(`tel:${plain}`, children, actions);
    case "bot_command":
      return actions.command
        ? el("button", { type: "button", className: "link", onclick: () => actions.command(plain) }, ...children)
        : el("span", {}, ...children);
    case "mention":
      return actions.mention
        ? el("button", { type: "button", className: "link", onclick: () => actions.mention(plain) }, ...children)
        : el("span", { className: "mention" }, ...children);
    case "text_mention": case "hashtag": case "cashtag":
      return el("span", { className: "mention" }, ...children);
    default: return el("span", {}, ...children);
  }
}

function link(url, children, actions) {
  if (!SAFE_LINK.test(url)) return el("span", {}, ...children);
  return el("a", {
    href: url, target: "_blank", rel: "noopener noreferrer", title: url,
    onclick: (event) => {
      if (actions.link?.(url)) event.preventDefault();
    },
  }, ...children);
}

function spoiler(children) {
  const node = el("span", { className: "spoiler", role: "button", tabindex: 0, "aria-label": t("spoiler"), "aria-expanded": "false" }, ...children);
  const open = (event) => {
    if (node.getAttribute("aria-expanded") === "true") return;
    event.preventDefault(); // a link inside is followed only once it is seen
    event.stopPropagation();
    node.setAttribute("aria-expanded", "true");
    node.removeAttribute("aria-label");
    node.removeAttribute("role");
  };
  node.addEventListener("click", open, true);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") open(event);
  });
  return node;
}

const CLAMP = 160; // characters that fit in the three lines of a folded quotation

function expandable(children) {
  const body = el("div", { className: "clamped" }, ...children);
  if (body.textContent.length < CLAMP && body.textContent.split("\n").length <= 3) return el("blockquote", {}, ...children);
  const more = el("button", { type: "button", className: "link", "aria-expanded": "false" }, t("unfold"));
  more.addEventListener("click", () => {
    const open = body.classList.toggle("open");
    more.setAttribute("aria-expanded", String(open));
    more.textContent = t(open ? "fold" : "unfold");
  });
  return el("blockquote", {}, body, more);
}
