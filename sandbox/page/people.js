// The left column: whose eyes to look through, and which groups there are.

import { $, el, paintAvatar, unreadBadge } from "/page/dom.js";
import { dateText, named, t } from "/page/i18n.js";
import { snippet } from "/page/message.js";

const REDRAW = 150; // milliseconds
const MANY = 999; // more unread messages than that are not counted
const SEARCHED = 15; // from so many rows on there is a field to search them

export class People {
  constructor(onChoose) {
    this.rows = new Map();
    this.nodes = new Map();
    this.onChoose = onChoose;
    this.chosen = null;
    this.zone = undefined;
    this.asked = false;
    $("chats").addEventListener("keydown", (event) => this.move(event));
    $("chats").addEventListener("click", (event) => {
      const key = event.target.closest("button.person")?.dataset.key;
      if (key) this.onChoose(key);
    });
    $("search").addEventListener("input", () => this.render());
  }

  load(rows) {
    this.rows = new Map(rows.map((row) => [row.key, row]));
    this.render();
  }

  update(row) {
    this.rows.set(row.key, row);
    this.refresh();
  }

  // A played day changes rows hundreds of times: the list is drawn a few times a second.
  refresh() {
    if (this.asked) return;
    this.asked = true;
    setTimeout(() => {
      this.asked = false;
      this.render();
    }, REDRAW);
  }

  choose(key) {
    this.chosen = key;
    this.render();
    this.nodes.get(key)?.scrollIntoView({ block: "nearest" });
  }

  get unread() {
    return [...this.rows.values()].reduce((sum, row) => sum + row.unread, 0);
  }

  // Rows stay the elements they are, so that a press in the middle of a played day is not lost.
  render() {
    const rows = [...this.rows.values()];
    this.manyBots = new Set(rows.filter((r) => r.bot).map((r) => r.bot.id)).size > 1;
    this.newest = Math.max(...rows.map((row) => row.last?.date ?? 0));
    $("search").hidden = rows.length < SEARCHED;
    const words = $("search").hidden ? "" : $("search").value.trim().toLowerCase();
    const fits = (row) => !words || `${row.title} ${named(row, "title")} ${row.role ?? ""} ${named(row, "role")}`.toLowerCase().includes(words);
    const people = rows.filter((r) => r.person && fits(r));
    const groups = rows.filter((r) => !r.person && !r.gone && fits(r));
    const wanted = people.map((row) => this.rowNode(row));
    if (groups.length) wanted.push(this.headingNode(), ...groups.map((row) => this.rowNode(row)));
    if (!wanted.length) wanted.push(el("li", { className: "none" }, t(words ? "nobodyFound" : "nobody")));
    const list = $("chats");
    const same = wanted.length === list.children.length && wanted.every((node, n) => node === list.children[n]);
    if (!same) list.replaceChildren(...wanted);
    this.counts();
  }

  headingNode() {
    this.heading ??= el("li", { className: "heading" });
    this.heading.textContent = t("groups");
    return this.heading;
  }

  rowNode(row) {
    const subtitle = [named(row, "role"), this.manyBots && row.bot ? `→ ${row.bot.name}` : "", row.blocked ? t("blocked") : ""].filter(Boolean).join(" · ");
    const members = row.members ? t("members", { n: row.members.length }) : "";
    const { last } = row;
    const who = !last || last.service ? "" : last.from_id === row.person ? `${t("you")}: ` : row.members ? `${last.from}: ` : "";
    const text = last ? who + snippet(last) : "";
    const time = last ? this.time(last.date) : "";
    const chosen = this.chosen === row.key;
    const state = JSON.stringify([named(row, "title"), subtitle, members, text, time, row.unread, chosen]);
    const node = this.nodes.get(row.key) ?? el("li", {}, el("button", { type: "button", className: "person", dataset: { key: row.key } }));
    this.nodes.set(row.key, node);
    if (node.state === state) return node;
    node.state = state;
    const avatar = el("span", { className: "avatar", "aria-hidden": "true" });
    paintAvatar(avatar, row.person ?? row.id, row.title);
    const button = node.firstElementChild;
    if (chosen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    button.replaceChildren(avatar, el("span", { className: "names" },
      el("span", { className: "line" }, el("strong", { title: named(row, "title") }, named(row, "title")), time ? el("time", {}, time) : null),
      el("span", { className: "role", title: subtitle || members }, subtitle || members),
      el("span", { className: "line" }, el("span", { className: "snippet" }, text), row.unread ? this.badge(row.unread) : null)));
    return node;
  }

  badge(unread) {
    return unreadBadge(unread > MANY ? `${MANY}+` : unread, unread);
  }

  // How much is unread, in the title of the window and on the phone's tab.
  counts() {
    const all = this.unread;
    document.title = all ? `(${all}) ${t("pageTitle")}` : t("pageTitle");
    $("unread-all").hidden = !all;
    $("unread-all").replaceChildren(...unreadBadge(all > MANY ? `${MANY}+` : all, all).childNodes);
  }

  time(date) {
    // The hour for messages of the newest day, the date for older ones.
    const day = (seconds) => dateText(new Date(seconds * 1000), { day: "numeric", month: "short", timeZone: this.zone });
    if (day(date) !== day(this.newest)) return day(date);
    return dateText(new Date(date * 1000), { hour: "2-digit", minute: "2-digit", timeZone: this.zone });
  }

  move(event) {
    const buttons = [...$("chats").querySelectorAll("button.person")];
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus();
  }
}
