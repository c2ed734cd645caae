// Building the page. Text goes in as text nodes only: nothing that a person or a bot wrote is ever parsed as HTML.

import { noun } from "/page/i18n.js";

export const $ = (id) => document.getElementById(id);

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name === "className") node.setAttribute("class", value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((c) => c !== undefined && c !== null && c !== false));
  return node;
}

export const el = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

export const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

const COLORS = 8;
export const colorOf = (id) => Math.abs(id) % COLORS;

export function paintAvatar(node, id, title) {
  const words = title.replace(/[^\p{L}\p{N} ]/gu, "").trim().split(/\s+/);
  node.textContent = ([...(words[0] ?? "")][0] ?? "?") + ([...(words[1] ?? "")][0] ?? "");
  node.dataset.color = colorOf(id);
}

// How much is unread: the number, with its noun for a screen reader.
export const unreadBadge = (shown, count = shown) =>
  el("span", { className: "badge" }, String(shown), el("span", { className: "only-heard" }, ` ${noun("unread", count)}`));

const TOAST = 5000; // milliseconds, and more for a long text
const TOAST_LETTER = 45;
const TOASTS = 4;

// Below the head of the chat, its topics too: what stands there can be pressed meanwhile.
const below = () => $("toasts").style.setProperty("--chat-top", `${$("scroller").getBoundingClientRect().top}px`);
addEventListener("resize", below);
new ResizeObserver(below).observe($("scroller"));

// A word that goes away by itself; a press sends it away sooner. `action`: {text, act} is a button on it.
export function toast(text, action = null) {
  const node = el("div", { className: "toast", onclick: () => node.remove() }, el("p", {}, text));
  if (action) node.append(el("button", { type: "button", className: "small", onclick: action.act }, action.text));
  $("toasts").append(node);
  while ($("toasts").children.length > TOASTS) $("toasts").firstElementChild.remove();
  below();
  setTimeout(() => node.remove(), TOAST + TOAST_LETTER * text.length);
}

export function alertBox(text) {
  $("alert-text").textContent = text;
  if (!$("alert").open) $("alert").showModal();
}

// A dialog with a line to fill in: what was written, or null.
export function askBox(question, okText) {
  const dialog = $("ask");
  $("ask-text").textContent = question;
  $("ask-ok").textContent = okText;
  $("ask-value").value = "";
  dialog.returnValue = "cancel";
  dialog.showModal();
  return new Promise((resolve) => {
    const done = () => resolve(dialog.returnValue === "ok" ? $("ask-value").value.trim() : null);
    dialog.addEventListener("close", done, { once: true });
  });
}

// A small menu beside the button that opened it; arrows move, Escape and a press elsewhere close.
// Items: {text, act, checked?, label?} or {row: [items]} or {heading}.
export function openMenu(anchor, items) {
  const menu = $("menu");
  menu.replaceChildren(...items.map((item) => {
    if (item.heading) return el("p", { className: "menu-heading", role: "presentation" }, item.heading);
    if (item.row) return el("div", { className: "menu-row", role: "group" }, ...item.row.map((one) => menuButton(one, "round")));
    return menuButton(item, "");
  }));
  menu.hidden = false;
  place(menu, anchor);
  menu.querySelector("button")?.focus();
  const close = (back) => {
    if (menu.hidden) return;
    menu.hidden = true;
    removeEventListener("pointerdown", outside, true);
    if (back) anchor.focus();
  };
  const outside = (event) => {
    if (!menu.contains(event.target)) close(false);
  };
  addEventListener("pointerdown", outside, true);
  menu.onclick = (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    close(true); // first, so that what the act opens keeps the focus
    button.act();
  };
  menu.onkeydown = (event) => {
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      close(true);
      return;
    }
    const buttons = [...menu.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    buttons[(next + buttons.length) % buttons.length].focus();
  };
}

function place(menu, anchor) {
  const box = anchor.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, innerWidth - menu.offsetWidth - 8));
  const below = box.bottom + menu.offsetHeight <= innerHeight - 8;
  menu.style.left = `${left}px`;
  menu.style.top = `${below ? box.bottom : Math.max(8, Math.min(box.top, innerHeight) - menu.offsetHeight)}px`;
}

function menuButton(item, kind) {
  const choice = item.checked !== undefined;
  const node = el("button", {
    type: "button", role: choice ? "menuitemcheckbox" : "menuitem", className: `quiet ${kind}`,
    "aria-checked": choice ? String(item.checked) : undefined, "aria-label": item.label,
  }, item.text);
  node.act = item.act;
  return node;
}

// Copies; tells when the browser does not let it.
export async function copyText(text, done, refused) {
  try {
    await navigator.clipboard.writeText(text);
    toast(done);
  } catch {
    toast(refused);
  }
}
