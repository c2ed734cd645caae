// The drawer «exchange log»: what Telegram gave the bot and what the bot called, line by line, with the raw JSON.

import { getIfThere } from "/page/api.js";
import { $, copyText, el } from "/page/dom.js";
import { isOpen, openDrawer } from "/page/drawer.js";
import { numberText, t } from "/page/i18n.js";

const LOOK_AGAIN = 2000; // milliseconds, beside the news
const KEEP = 2000; // entries, as many as the server keeps
const SHOWN = 300; // newest entries that fit the filter and are elements
const DIRECTIONS = ["update", "call", "answer"];
const ARROWS = { update: "↓", call: "↑", answer: "←" };

export class Log {
  // `chat()` gives {id, title} of the open chat, or null.
  constructor(chat) {
    this.chat = chat;
    this.entries = [];
    this.last = 0;
    this.hiddenDirections = new Set();
    $("log-search").addEventListener("input", () => this.draw());
    $("log-here").addEventListener("change", () => this.draw());
    $("log-pause").addEventListener("change", () => {
      if (!$("log-pause").checked) this.load();
    });
    $("log-clear").addEventListener("click", () => {
      this.cleared = this.last;
      this.draw();
    });
    $("log-copy").addEventListener("click", () => {
      const text = JSON.stringify(this.fitting().map((one) => ({ ...one, json: parsed(one.json) })), null, 1);
      copyText(text, t("copied"), t("error_copy"));
    });
    for (const box of $("log-directions").querySelectorAll("input")) {
      box.addEventListener("change", () => {
        if (box.checked) this.hiddenDirections.delete(box.value);
        else this.hiddenDirections.add(box.value);
        this.draw();
      });
    }
  }

  // Whether this server keeps such a log.
  async probe() {
    try {
      this.there = Boolean(await getIfThere("/sandbox/log?after=999999999"));
    } catch {
      // The notice of the lost server tells of it.
    }
    return this.there;
  }

  async open(search = "") {
    $("log-search").value = search;
    openDrawer("log", () => clearInterval(this.timer));
    this.timer = setInterval(() => this.load(), LOOK_AGAIN);
    this.draw();
    await this.load();
  }

  // Another server, another count.
  forget() {
    this.entries = [];
    this.last = 0;
    this.cleared = 0;
    this.nodes = new Map();
  }

  async load() {
    if (!isOpen("log") || this.loading || $("log-pause").checked) return;
    this.loading = true;
    try {
      const answer = await getIfThere(`/sandbox/log?after=${this.last}`);
      if (!answer) return;
      if (answer.last < this.last) this.forget();
      this.entries.push(...answer.entries.filter((one) => one.n > this.last));
      this.entries.splice(0, this.entries.length - KEEP);
      this.last = answer.last;
      if (answer.entries.length) this.draw();
    } catch {
      // The notice of the lost server tells of it; the next look tries again.
    } finally {
      this.loading = false;
    }
  }

  fitting() {
    const words = $("log-search").value.trim().toLowerCase();
    const here = $("log-here").checked ? this.chat()?.id : undefined;
    return this.entries.filter((one) =>
      one.n > (this.cleared ?? 0) && !this.hiddenDirections.has(one.direction) && (here === undefined || one.chat === here)
      && (!words || this.haystack(one).includes(words)));
  }

  haystack(entry) {
    entry.haystack ??= `${entry.method ?? ""} ${entry.summary} ${text(entry.json)}`.toLowerCase();
    return entry.haystack;
  }

  draw() {
    const fitting = this.fitting();
    const list = $("log-list");
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
    const shown = fitting.slice(-SHOWN);
    // Lines stay the elements they are: an unfolded one must not jump while others come.
    this.nodes ??= new Map();
    const wanted = shown.map((one) => this.nodes.get(one.n) ?? this.line(one));
    this.nodes = new Map(shown.map((one, at) => [one.n, wanted[at]]));
    list.replaceChildren(...(wanted.length ? wanted : [el("li", { className: "none" }, t("logEmpty"))]));
    $("log-count").textContent = t("logCount", { shown: numberText(shown.length), all: numberText(this.entries.length) });
    $("log-here-label").hidden = !this.chat();
    if (atEnd) list.scrollTop = list.scrollHeight;
  }

  line(entry) {
    const direction = DIRECTIONS.includes(entry.direction) ? entry.direction : "update";
    const details = el("details", { dataset: { direction } },
      el("summary", {},
        el("span", { className: "arrow", role: "img", "aria-label": t(`log_${direction}`), title: t(`log_${direction}`) }, ARROWS[direction]),
        el("time", {}, `${entry.at.slice(8, 10)}.${entry.at.slice(5, 7)} ${entry.at.slice(11, 19)}`),
        el("span", { className: "summary" }, entry.method ? el("strong", {}, entry.method) : null, ` ${entry.summary ?? ""}`)));
    details.addEventListener("toggle", () => {
      if (details.open && details.children.length === 1) details.append(this.body(entry));
    });
    return el("li", {}, details);
  }

  body(entry) {
    const json = JSON.stringify(parsed(entry.json), null, 2);
    return el("div", { className: "raw" },
      el("button", { type: "button", className: "quiet small", onclick: () => copyText(json, t("copied"), t("error_copy")) }, t("copyJson")),
      el("pre", { tabindex: 0 }, json));
  }

  relabel() {
    this.nodes = new Map();
    this.draw();
  }
}

// The server may give the JSON as itself or as its text.
function parsed(json) {
  if (typeof json !== "string") return json;
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

const text = (json) => (typeof json === "string" ? json : JSON.stringify(json));
