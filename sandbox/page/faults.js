// The drawer of misfortunes: what befalls the bot's calls from now on, until it is switched off.

import { getIfThere, post } from "/page/api.js";
import { $, el, toast } from "/page/dom.js";
import { closeDrawer, isOpen, openDrawer } from "/page/drawer.js";
import { has, refusalText, t } from "/page/i18n.js";

const RETRY = 30; // seconds of a 429 unless another number is written
const ORDER = ["offline", "429", "500", "timeout", "403", "400 chat not found"]; // the most telling first
const RETRY_LONGEST = 86_400; // as the server has it

export class Faults {
  // `people()` gives the rows of the left list.
  constructor(people) {
    this.people = people;
    this.kinds = [];
    this.chats = new Map(); // kind -> the chat chosen for it, before it is switched on
    $("faults-off").addEventListener("click", () => this.allOff());
    $("trouble-off").addEventListener("click", () => this.allOff());
    $("trouble-open").addEventListener("click", () => this.open());
  }

  // Whether this server has such switches.
  async load() {
    let answer;
    try {
      answer = await getIfThere("/sandbox/faults");
    } catch {
      return this.there; // the notice of the lost server tells of it
    }
    this.there = Boolean(answer?.kinds);
    if (!this.there && isOpen("faults")) closeDrawer();
    const place = (one) => (ORDER.includes(one.kind) ? ORDER.indexOf(one.kind) : ORDER.length);
    this.kinds = (answer?.kinds ?? []).sort((a, b) => place(a) - place(b));
    this.rules = answer?.rules ?? [];
    this.draw();
    return this.there;
  }

  async open() {
    await this.load();
    openDrawer("faults");
  }

  words(kind, part) {
    const key = `fault_${kind.replace(/\W+/g, "_")}_${part}`;
    return has(key) ? t(key) : part === "title" ? kind : "";
  }

  draw() {
    const on = this.kinds.filter((one) => one.on);
    $("trouble").hidden = !on.length;
    $("trouble-text").textContent = `${t("troubleOn")} ${on.map((one) => this.words(one.kind, "title")).join(", ")}`;
    $("faults-off").disabled = !on.length;
    for (const badge of document.querySelectorAll(".faults-count")) {
      badge.hidden = !on.length;
      badge.textContent = on.length;
    }
    const key = JSON.stringify([this.kinds, this.rules, document.documentElement.lang]);
    if (key === this.drawn || !this.there) return;
    this.drawn = key;
    const focused = document.activeElement?.id;
    $("faults-list").replaceChildren(...this.kinds.map((one, number) => this.item(one, number)));
    const others = this.rules.filter((rule) => rule.description !== undefined);
    $("faults-rules").hidden = !others.length;
    $("faults-json").textContent = JSON.stringify(others, null, 1);
    if (focused) $(focused)?.focus();
  }

  item(one, number) {
    const id = `fault-${number}`;
    const details = this.words(one.kind, "text");
    const options = el("div", { className: "fault-options" });
    if (one.kind !== "offline") options.append(this.chatChoice(one, id));
    if (one.kind === "429") options.append(this.retryField(one, id));
    return el("li", { className: one.on ? "on" : "" },
      el("div", { className: "switch-line" },
        el("span", { id: `${id}-title`, className: "fault-title" },
          el("strong", {}, this.words(one.kind, "title")), details ? el("small", {}, details) : null),
        el("button", {
          type: "button", role: "switch", className: "switch", id, dataset: { kind: one.kind },
          "aria-checked": String(Boolean(one.on)), "aria-labelledby": `${id}-title`, onclick: () => this.turn(one, !one.on),
        })),
      options);
  }

  chatChoice(one, id) {
    const chosen = one.on ? one.chat : (this.chats.get(one.kind) ?? null);
    const select = el("select", {
      id: `${id}-chat`,
      onchange: () => {
        this.chats.set(one.kind, select.value ? Number(select.value) : null);
        if (one.on) this.turn(one, true);
      },
    },
    el("option", { value: "" }, t(one.needs_chat ? "faultNobody" : "faultEverybody")),
    ...this.people().filter((row) => !row.gone).map((row) => el("option", { value: row.id, selected: row.id === chosen }, row.title)));
    return el("label", { className: "field" }, el("span", {}, t("faultWhom")), select);
  }

  retryField(one, id) {
    this.retry ??= one.retry_after ?? RETRY;
    const input = el("input", {
      id: `${id}-retry`, type: "number", min: 1, max: RETRY_LONGEST, value: this.retry,
      onchange: () => {
        this.retry = Math.max(1, Math.min(RETRY_LONGEST, Math.round(Number(input.value)) || RETRY));
        input.value = this.retry;
      },
    });
    return el("label", { className: "field" }, el("span", {}, t("faultRetry")), input);
  }

  async turn(one, on) {
    const chat = on ? (this.chats.has(one.kind) ? this.chats.get(one.kind) : one.chat) : one.chat;
    if (on && one.needs_chat && !chat) {
      toast(t("error_needs_chat"));
      $(`fault-${this.kinds.findIndex((kind) => kind.kind === one.kind)}-chat`).focus();
      return;
    }
    const body = { kind: one.kind, on };
    if (chat !== null && chat !== undefined) body.chat = chat;
    if (one.kind === "429" && on) body.retry_after = this.retry ?? RETRY;
    try {
      await post("/sandbox/faults", body);
    } catch (error) {
      toast(refusalText(error));
    }
    await this.load();
  }

  async allOff() {
    for (const one of this.kinds.filter((kind) => kind.on)) await this.turn(one, false);
  }
}
