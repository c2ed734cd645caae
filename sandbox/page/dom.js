// Building the page. Text goes in as text nodes only: nothing that a person or a bot wrote is ever parsed as HTML.

export const $ = (id) => document.getElementById(id);

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name === "className") node.className = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((c) => c !== undefined && c !== null && c !== false));
  return node;
}

const COLORS = 8;

export function paintAvatar(node, id, title) {
  const words = title.replace(/[^\p{L}\p{N} ]/gu, "").trim().split(/\s+/);
  node.textContent = (words[0]?.[0] ?? "?") + (words[1]?.[0] ?? "");
  node.dataset.color = Math.abs(id) % COLORS;
}

export function toast(text) {
  const node = el("p", { className: "toast" }, text);
  $("toasts").append(node);
  setTimeout(() => node.remove(), 6000);
}

export function alertBox(text) {
  $("alert-text").textContent = text;
  $("alert").showModal();
}

export function askBox(question, okText) {
  const dialog = $("ask");
  $("ask-text").textContent = question;
  $("ask-ok").textContent = okText;
  $("ask-value").value = "";
  dialog.returnValue = "cancel";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "ok" ? $("ask-value").value.trim() : null), { once: true });
  });
}

// A small menu beside the button that opened it; arrows move, Escape closes.
export function openMenu(anchor, items) {
  const menu = $("menu");
  menu.replaceChildren(
    ...items.map((item) =>
      item.row
        ? el("div", { className: "menu-row" }, ...item.row.map((one) => menuButton(menu, one, true)))
        : menuButton(menu, item, false),
    ),
  );
  menu.showPopover();
  const box = anchor.getBoundingClientRect();
  const width = menu.offsetWidth;
  const height = menu.offsetHeight;
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, box.bottom + height > innerHeight ? box.top - height : box.bottom)}px`;
  menu.querySelector("button")?.focus();
  menu.onkeydown = (event) => {
    const buttons = [...menu.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length].focus();
  };
}

function menuButton(menu, item, small) {
  return el("button", {
    type: "button", role: "menuitem", className: small ? "quiet round" : "quiet", "aria-label": item.label,
    onclick: () => {
      menu.hidePopover();
      item.act();
    },
  }, item.text);
}
