// The topics of a forum group: a row of tabs above the messages.

import { $, el, unreadBadge } from "/page/dom.js";
import { t } from "/page/i18n.js";

export class Topics {
  constructor(onChoose) {
    this.onChoose = onChoose;
    this.reset();
    $("topics").addEventListener("keydown", (event) => this.key(event));
  }

  reset() {
    this.chosen = null; // null is all of them, 0 is General
    this.list = [];
    this.names = new Map(); // of topics that are there, and of those that were
    this.news = new Map(); // topic -> unread messages
  }

  name(id) {
    return id ? (this.names.get(id) ?? t("topicGone")) : t("general");
  }

  // The topic that was looked at may be gone.
  has(id) {
    return !id || this.list.some((one) => one.id === id);
  }

  unread(id) {
    return this.news.get(id) ?? 0;
  }

  elsewhere(message) {
    const topic = message.api.message_thread_id ?? 0;
    this.news.set(topic, this.unread(topic) + 1);
    this.draw();
  }

  // Says whether a topic has another name than before.
  show(row, page) {
    this.forum = row.forum;
    this.list = page.topics;
    const renamed = this.list.some((one) => this.names.get(one.id) !== one.name);
    for (const one of this.list) this.names.set(one.id, one.name);
    const general = { id: 0, unread: page.general?.unread };
    this.news = new Map([general, ...this.list].map((one) => [one.id, one.unread ?? this.unread(one.id)]));
    this.draw();
    return renamed;
  }

  draw() {
    const bar = $("topics");
    bar.hidden = !this.forum;
    if (!this.forum) return;
    const focused = bar.contains(document.activeElement);
    bar.replaceChildren(
      this.tab(null, t("allTopics")), this.tab(0, t("general")),
      ...this.list.map((one) => this.tab(one.id, one.name, one)),
    );
    const chosen = bar.querySelector('[aria-selected="true"]');
    if (focused) chosen?.focus();
    if (chosen) bar.scrollLeft = Math.max(0, chosen.offsetLeft - bar.clientWidth / 2 + chosen.offsetWidth / 2);
  }

  tab(id, name, topic = null) {
    const news = id === null || id === this.chosen || this.chosen === null ? 0 : this.unread(id);
    const chosen = this.chosen === id;
    return el("button", {
      type: "button", role: "tab", "aria-selected": String(chosen), tabindex: chosen ? 0 : -1, dataset: { topic: id ?? "all" },
      title: name, onclick: () => this.onChoose(id),
    },
    topic ? this.dot(topic) : null,
    el("span", { className: "topic-title" }, topic?.closed ? `${name} (${t("closed")})` : name),
    news ? unreadBadge(news) : null);
  }

  dot(topic) {
    const node = el("span", { className: "dot", "aria-hidden": "true" });
    node.style.backgroundColor = topic.color; // the server writes #rrggbb
    return node;
  }

  // As in any row of tabs: arrows move and choose.
  key(event) {
    const tabs = [...$("topics").querySelectorAll("button")];
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    tabs[(to + tabs.length) % tabs.length].focus();
    tabs[(to + tabs.length) % tabs.length].click();
  }
}
