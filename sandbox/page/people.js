// The left column: whose eyes to look through, and which groups there are.

import { $, el, paintAvatar } from "/page/dom.js";
import { dateText, t } from "/page/i18n.js";
import { snippet } from "/page/message.js";

const REDRAW = 150; // milliseconds
const MANY = 999; // more unread messages than that are not counted

export class People {
  constructor(onChoose) {
    this.rows = new Map();
    this.onChoose = onChoose;
    this.chosen = null;
    this.zone = undefined;
    this.asked = false;
    $("chats").addEventListener("keydown", (event) => this.move(event));
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
  }

  render() {
    const focused = document.activeElement?.dataset?.key;
    const rows = [...this.rows.values()];
    const bots = new Set(rows.filter((r) => r.bot).map((r) => r.bot.id));
    const people = rows.filter((r) => r.person);
    const groups = rows.filter((r) => !r.person && !r.gone);
    const nodes = people.map((row) => this.rowNode(row, bots.size > 1));
    if (groups.length) nodes.push(el("li", { className: "heading" }, t("groups")), ...groups.map((row) => this.rowNode(row, false)));
    $("chats").replaceChildren(...nodes);
    if (focused) $("chats").querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  rowNode(row, manyBots) {
    const avatar = el("span", { className: "avatar", "aria-hidden": "true" });
    paintAvatar(avatar, row.person ?? row.id, row.title);
    const subtitle = [row.role, manyBots && row.bot ? `→ ${row.bot.name}` : "", row.blocked ? t("blocked") : ""].filter(Boolean).join(" · ");
    const members = row.members ? t("members", { n: row.members.length }) : "";
    const last = row.last;
    const who = last && last.from_id === row.person ? `${t("you")}: ` : row.members && last ? `${last.from}: ` : "";
    return el("li", {},
      el("button", {
        type: "button", className: "person", dataset: { key: row.key }, "aria-current": this.chosen === row.key ? "true" : undefined,
        onclick: () => this.onChoose(row.key),
      },
      avatar,
      el("span", { className: "names" },
        el("span", { className: "line" }, el("strong", {}, row.title), last ? el("time", {}, this.time(last.date)) : null),
        el("span", { className: "role" }, subtitle || members),
        el("span", { className: "line" },
          el("span", { className: "snippet" }, last ? who + snippet(last) : ""),
          row.unread ? el("span", { className: "badge" }, row.unread > MANY ? `${MANY}+` : String(row.unread)) : null))));
  }

  time(date) {
    // The hour for messages of the newest day, the date for older ones.
    const day = (seconds) => dateText(new Date(seconds * 1000), { day: "numeric", month: "short", timeZone: this.zone });
    const newest = Math.max(...[...this.rows.values()].map((row) => row.last?.date ?? 0));
    if (day(date) !== day(newest)) return day(date);
    return dateText(new Date(date * 1000), { hour: "2-digit", minute: "2-digit", timeZone: this.zone });
  }

  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...$("chats").querySelectorAll("button.person")];
    buttons[Math.max(0, Math.min(buttons.length - 1, buttons.indexOf(document.activeElement) + step))]?.focus();
  }
}
