// The middle column: one chat seen by one person.

import { chatPath, get, post } from "/page/api.js";
import { $, el, paintAvatar } from "/page/dom.js";
import { dateText, t } from "/page/i18n.js";
import { messageElement } from "/page/message.js";

const PAGE = 60;
const KEEP = 400; // elements in the page: older ones are loaded again on the way up
const NEAR_END = 120; // pixels
const TYPING = 5500; // milliseconds

export class Conversation {
  constructor(actions, onLoaded) {
    this.actions = actions;
    this.onLoaded = onLoaded;
    this.row = null;
    this.person = null;
    this.topic = null; // of a forum: null is all, 0 is General
    this.shown = new Map();
    this.more = false;
    this.generation = 0;
    $("older").addEventListener("click", () => this.loadOlder());
    $("to-end").addEventListener("click", () => this.scrollToEnd());
    $("scroller").addEventListener("scroll", () => this.scrolled(), { passive: true });
    // A keyboard that appears below, or a turned phone, must not hide the newest message.
    new ResizeObserver(() => {
      if (this.wasAtEnd) this.scrollToEnd();
    }).observe($("scroller"));
    $("as").addEventListener("change", () => this.open(this.row, Number($("as").value)));
  }

  get path() {
    return chatPath(this.row.key, this.person);
  }

  async open(row, person, topic = null) {
    const generation = ++this.generation;
    if (this.row?.key !== row.key) this.topic = null;
    this.row = row;
    this.person = person;
    if (topic !== null) this.topic = topic;
    this.head();
    const query = this.topic === null ? "" : `&topic=${this.topic}`;
    const page = await get(`${this.path}?limit=${PAGE}${query}`);
    if (generation !== this.generation) return;
    this.row = page.row;
    this.page = page;
    this.more = page.more;
    this.shown.clear();
    $("messages").replaceChildren();
    this.append(page.messages);
    this.head();
    this.topics();
    this.onLoaded(page);
    this.scrollToEnd();
    this.markRead();
  }

  head() {
    const row = this.row;
    $("chat-head").hidden = false;
    $("chat-title").textContent = row.title;
    paintAvatar($("chat-avatar"), row.person ?? row.id, row.title);
    this.status();
    const people = (row.members ?? []).filter((m) => !m.bot);
    $("as-label").hidden = !people.length;
    $("as").replaceChildren(...people.map((p) => el("option", { value: p.id, selected: p.id === this.person }, p.role ? `${p.name}, ${p.role}` : p.name)));
  }

  status(typing = "") {
    const row = this.row;
    const plain = row.person ? [row.role, row.blocked ? t("blocked") : ""].filter(Boolean).join(" · ") : t("members", { n: row.members.length });
    $("chat-status").textContent = typing || plain;
    $("chat-status").classList.toggle("typing", Boolean(typing));
  }

  typing(event) {
    this.status(t("typing", { name: event.who }));
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.status(), TYPING);
  }

  topics() {
    const list = $("topics");
    list.hidden = !this.row.forum;
    if (!this.row.forum) return;
    const tab = (id, name, closed) =>
      el("button", {
        type: "button", role: "tab", "aria-selected": String(this.topic === id), dataset: { topic: id ?? "all" },
        onclick: () => {
          this.topic = id;
          this.open(this.row, this.person);
        },
      }, closed ? `${name} (${t("closed")})` : name);
    list.replaceChildren(tab(null, t("allTopics")), tab(0, t("general")), ...this.page.topics.map((one) => tab(one.id, one.name, one.closed)));
    list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  topicName(id) {
    if (!id) return t("general");
    return this.page?.topics.find((one) => one.id === id)?.name ?? "…";
  }

  context() {
    return {
      person: this.person, zone: this.zone, group: !this.row.person, actions: this.actions,
      topicName: this.row.forum && this.topic === null ? (id) => this.topicName(id) : null,
    };
  }

  // Messages with day lines between them, after what is there or before it.
  append(messages) {
    const list = $("messages");
    for (const message of messages) {
      if (this.shown.has(message.id)) {
        this.replace(message);
        continue;
      }
      const day = this.day(message);
      if (list.lastElementChild?.dataset.day !== day) list.append(this.dayLine(message, day));
      list.append(this.element(message, day));
    }
    this.nothing();
  }

  prepend(messages) {
    const fragment = document.createDocumentFragment();
    let previous = null;
    for (const message of messages) {
      const day = this.day(message);
      if (previous !== day) fragment.append(this.dayLine(message, day));
      previous = day;
      fragment.append(this.element(message, day));
    }
    const first = $("messages").firstElementChild;
    if (first?.classList.contains("day") && first.dataset.day === previous) first.remove();
    $("messages").prepend(fragment);
  }

  element(message, day) {
    const node = messageElement(message, this.context());
    node.dataset.day = day;
    this.shown.set(message.id, node);
    return node;
  }

  day(message) {
    return dateText(new Date(message.api.date * 1000), { year: "numeric", month: "2-digit", day: "2-digit", timeZone: this.zone });
  }

  dayLine(message, day) {
    const text = dateText(new Date(message.api.date * 1000), { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: this.zone });
    return el("li", { className: "day", dataset: { day } }, el("span", {}, text));
  }

  replace(message) {
    const old = this.shown.get(message.id);
    if (!old) return;
    const fresh = this.element(message, old.dataset.day);
    const focused = old.contains(document.activeElement);
    old.replaceWith(fresh);
    if (focused) fresh.querySelector("button")?.focus();
  }

  nothing() {
    $("older").hidden = !this.more;
    const empty = !this.shown.size;
    const text = this.page?.description ? `${t("whatCan")}\n\n${this.page.description}` : t("emptyChat");
    $("nothing").textContent = empty ? text : "";
  }

  async loadOlder() {
    if (!this.more || this.loading) return;
    this.loading = true;
    const generation = this.generation;
    const before = Math.min(...this.shown.keys());
    const query = this.topic === null ? "" : `&topic=${this.topic}`;
    try {
      const page = await get(`${this.path}?limit=${PAGE}&before=${before}${query}`);
      if (generation !== this.generation) return;
      const scroller = $("scroller");
      const fromEnd = scroller.scrollHeight - scroller.scrollTop;
      this.more = page.more;
      this.prepend(page.messages);
      this.nothing();
      scroller.scrollTop = scroller.scrollHeight - fromEnd;
    } finally {
      this.loading = false;
    }
  }

  atEnd() {
    const scroller = $("scroller");
    return scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
  }

  scrollToEnd() {
    $("scroller").scrollTop = $("scroller").scrollHeight;
    this.wasAtEnd = true;
  }

  scrolled() {
    this.wasAtEnd = this.atEnd();
    $("to-end").hidden = this.wasAtEnd;
    if ($("scroller").scrollTop < 80) this.loadOlder();
    if (this.atEnd()) this.markRead();
  }

  show(id) {
    const node = this.shown.get(id);
    node?.scrollIntoView({ block: "center" });
    node?.classList.add("flash");
    setTimeout(() => node?.classList.remove("flash"), 1500);
  }

  // News of this chat, a whole batch at once.
  take(events) {
    let stay = this.wasAtEnd || this.atEnd(); // a keyboard that has just grown moves the end, not the reader
    const fresh = [];
    for (const event of events) {
      if (event.row) this.row = event.row;
      if (event.type === "message" && this.fits(event.message)) fresh.push(event.message);
      else if (event.type === "edit") this.replace(event.message);
      else if (event.type === "delete") this.remove(event.id);
      else if (event.type === "typing" && this.fitsTopic(event.thread)) this.typing(event);
    }
    if (fresh.length) {
      stay ||= fresh.some((message) => message.api.from?.id === this.person);
      this.append(fresh);
      clearTimeout(this.typingTimer);
      this.trim(stay);
    }
    this.status();
    const last = events.findLast((event) => event.type === "typing");
    if (last && events.at(-1) === last) this.typing(last);
    if (stay) {
      this.scrollToEnd();
      this.markRead();
    }
  }

  fits(message) {
    return this.fitsTopic(message.api.message_thread_id ?? 0);
  }

  fitsTopic(topic) {
    return this.topic === null || this.topic === topic;
  }

  remove(id) {
    this.shown.get(id)?.remove();
    this.shown.delete(id);
    this.nothing();
  }

  trim(stay) {
    if (!stay || this.shown.size <= KEEP) return;
    for (const [id, node] of this.shown) {
      if (this.shown.size <= PAGE * 2) break;
      node.remove();
      this.shown.delete(id);
    }
    const list = $("messages");
    while (list.firstElementChild?.classList.contains("day") && list.children[1]?.classList.contains("day")) list.firstElementChild.remove();
    this.more = true;
    this.nothing();
  }

  markRead() {
    if (!this.row?.last || document.hidden || !this.row.unread || !this.visible()) return;
    clearTimeout(this.readTimer);
    const path = this.path;
    this.readTimer = setTimeout(() => post(`${path}/read`, { message: this.row.last?.id }).catch(() => {}), 200);
  }

  visible() {
    return $("conversation").offsetParent !== null || getComputedStyle($("conversation")).display !== "none";
  }
}
