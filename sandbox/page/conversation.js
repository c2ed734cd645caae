// The middle column: one chat seen by one person.

import { chatPath, get, post } from "/page/api.js";
import { $, el, paintAvatar, toast } from "/page/dom.js";
import { named, refusalText, t } from "/page/i18n.js";
import { messageItem, plainText } from "/page/message.js";
import { keep } from "/page/prefs.js";
import { Timeline } from "/page/timeline.js";
import { Topics } from "/page/topics.js";

const PAGE = 60; // messages of a first look
const BACK = 100; // and of each look back
const NEAR_END = 80; // pixels
const AHEAD = 900; // pixels: older ones are fetched before the reader gets there
const TYPING = 5500; // milliseconds
const SPOKEN = 200; // characters of a new message that a screen reader is given
const READ = 200; // milliseconds: a glance
const SEEN = 60; // pixels of a message that must be in sight
const SEARCH = 30; // looks back for a message that a reply points at

export class Conversation {
  // `onHeld(events)` takes the news that had to wait.
  constructor(actions, onLoaded, onHeld) {
    this.actions = actions;
    this.onLoaded = onLoaded;
    this.onHeld = onHeld;
    this.held = null; // news, while the chat is being opened
    this.doing = ""; // what the bot does just now: types, say
    this.row = null;
    this.person = null;
    this.zone = undefined;
    this.generation = 0;
    this.seen = 0; // the last message that the reader has come to
    this.marked = 0; // the last message that was told to have been read
    this.unreadFrom = 0; // the message above which the line «unread» stands
    this.topics = new Topics((topic) => this.switchTopic(topic));
    this.timeline = new Timeline($("messages"), $("scroller"), (data, at) => messageItem(data, at, this.context()));
    $("older").addEventListener("click", () => this.loadOlder());
    $("to-end").addEventListener("click", () => {
      this.toEnd();
      $("scroller").focus({ preventScroll: true }); // the button goes away
    });
    $("scroller").addEventListener("scroll", () => this.scrolled(), { passive: true });
    // A keyboard that appears below, a picture that comes late or a turned phone must not hide the newest message.
    const watch = new ResizeObserver(() => {
      if (this.wasAtEnd) this.scrollToEnd();
    });
    watch.observe($("scroller"));
    watch.observe($("messages"));
    $("as").addEventListener("change", () => this.actions.switchPerson(Number($("as").value)));
  }

  get path() {
    return chatPath(this.row.key, this.person);
  }

  get topic() {
    return this.topics.chosen;
  }

  // `topic` undefined keeps the one that was looked at.
  async open(row, person, { topic, quiet = false } = {}) {
    const generation = ++this.generation;
    if (this.row?.key !== row.key) this.topics.reset();
    if (topic !== undefined) this.topics.chosen = topic;
    // What still stands there is somebody else's: not to be pressed as this person.
    $("scroller").inert = $("composer").inert = $("scroller").inert || this.row?.key !== row.key || this.person !== person;
    this.row = row;
    this.person = person;
    this.stopTyping();
    this.head();
    this.held = [];
    let page;
    try {
      page = await get(`${this.path}?limit=${PAGE}${this.topicQuery()}`);
    } finally {
      if (generation === this.generation) {
        $("scroller").inert = $("composer").inert = false;
        if (!page) this.held = null;
      }
    }
    if (generation !== this.generation) return;
    const { held } = this;
    this.held = null;
    this.row = page.row;
    this.page = page;
    this.marked = 0;
    this.seen = this.seenOf(page);
    this.topics.show(this.row, page); // before the messages: they name their topics
    if (!this.topics.has(this.topic)) return this.open(row, person, { topic: null, quiet });
    keep("topic", this.topic ?? "");
    this.unreadFrom = quiet ? 0 : this.firstUnread(page);
    this.timeline.reset(page.messages, page.more);
    this.head();
    this.onLoaded(page);
    this.nothing();
    this.scrollToEnd();
    this.toUnread();
    this.scrolled();
    if (held.length) this.onHeld(held);
    return undefined;
  }

  // News of this chat that come before the chat itself wait for it: its answer may be older than they are.
  holds(events) {
    this.held?.push(...events);
    return Boolean(this.held);
  }

  // Topics, commands and membership may have changed; the messages stay as they are.
  refresh(page) {
    this.row = page.row;
    this.page = page;
    this.head();
    if (this.topics.show(page.row, page) && this.topic === null) this.timeline.redrawAll();
    if (!this.topics.has(this.topic)) this.switchTopic(null);
  }

  // Nobody is chosen any more: the demo was begun anew.
  close() {
    this.generation += 1;
    this.row = null;
    this.held = null;
    $("scroller").inert = $("composer").inert = false;
    this.timeline.reset([], false);
    $("chat-head").hidden = $("composer").hidden = true;
    $("topics").hidden = $("older").hidden = $("to-end").hidden = true;
    $("nothing").textContent = t("choose");
  }

  topicQuery() {
    return this.topic === null ? "" : `&topic=${this.topic}`;
  }

  switchTopic(topic) {
    return this.actions.run(this.open(this.row, this.person, { topic }));
  }

  isTheirs(message) {
    return message.api.from?.id !== this.person;
  }

  unread(page) {
    return this.topic === null ? page.row.unread : this.topics.unread(this.topic);
  }

  // The last message that is not new, as the list counts them.
  seenOf(page) {
    const theirs = page.messages.filter((one) => this.isTheirs(one));
    const unread = Math.min(this.unread(page), theirs.length);
    return unread ? theirs[theirs.length - unread].id - 1 : (page.messages.at(-1)?.id ?? 0);
  }

  firstUnread(page) {
    const theirs = page.messages.filter((one) => this.isTheirs(one));
    const unread = this.unread(page);
    return unread > 1 && unread < theirs.length ? theirs[theirs.length - unread].id : 0;
  }

  // A reader of many new messages begins at the first of them.
  toUnread() {
    const node = this.unreadFrom && this.timeline.reveal(this.unreadFrom);
    if (!node) return;
    const scroller = $("scroller");
    const top = node.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    if (top < 0) scroller.scrollTop += top - 8;
    this.wasAtEnd = this.atEnd();
  }

  head() {
    const row = this.row;
    $("chat-head").hidden = false;
    $("chat-title").textContent = $("chat-title").title = named(row, "title");
    paintAvatar($("chat-avatar"), row.person ?? row.id, row.title);
    this.status();
    const people = (row.members ?? []).filter((m) => !m.bot);
    $("as-label").hidden = !people.length;
    $("as").replaceChildren(...people.map((p) =>
      el("option", { value: p.id, selected: p.id === this.person }, [p.name, named(p, "role")].filter(Boolean).join(", "))));
  }

  status() {
    const { row, doing } = this;
    if (!row) return;
    const plain = row.person
      ? [named(row, "role"), row.blocked ? t("blocked") : ""].filter(Boolean).join(" · ")
      : t("members", { n: row.members.length });
    $("chat-status").textContent = $("chat-status").title = doing || plain;
    $("chat-status").classList.toggle("typing", Boolean(doing));
  }

  typing(event) {
    const doing = `doing_${event.action}`;
    this.stopTyping();
    this.doing = t(["doing_upload_document", "doing_upload_photo"].includes(doing) ? doing : "typing", { name: event.who });
    this.typingTimer = setTimeout(() => {
      this.stopTyping();
      this.status();
    }, TYPING);
  }

  stopTyping() {
    this.doing = "";
    clearTimeout(this.typingTimer);
  }

  context() {
    return {
      person: this.person, zone: this.zone, group: !this.row?.person, actions: this.actions, unreadFrom: this.unreadFrom,
      topicName: this.row?.forum && this.topic === null ? (id) => this.topics.name(id) : null,
    };
  }

  nothing() {
    $("older").hidden = !this.timeline.more;
    const text = this.page?.description ? `${t("whatCan")}\n\n${this.page.description}` : t("emptyChat");
    $("nothing").textContent = this.timeline.data.length ? "" : text;
  }

  async loadOlder() {
    const timeline = this.timeline;
    if (!timeline.more || this.loading) return false;
    this.loading = true;
    const generation = this.generation;
    try {
      const page = await get(`${this.path}?limit=${BACK}&before=${timeline.data[0]?.id ?? 0}${this.topicQuery()}`);
      if (generation !== this.generation) return false;
      timeline.prepend(page.messages, page.more);
      this.nothing();
      timeline.up();
      // A reader who waits at the very top goes on upwards without having to scroll again.
      requestAnimationFrame(() => this.scrolled());
      return true;
    } catch (error) {
      toast(refusalText(error));
      return false;
    } finally {
      this.loading = false;
    }
  }

  atEnd() {
    const scroller = $("scroller");
    return this.timeline.complete && scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
  }

  scrollToEnd() {
    $("scroller").scrollTop = $("scroller").scrollHeight;
    this.wasAtEnd = true;
    this.top = $("scroller").scrollTop;
  }

  toEnd() {
    this.timeline.toEnd();
    this.scrollToEnd();
    this.scrolled();
  }

  scrolled() {
    if (!this.row) return;
    const scroller = $("scroller");
    if (scroller.scrollTop < AHEAD && !this.timeline.up()) this.loadOlder();
    if (scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < AHEAD) this.timeline.down();
    // Only a reader who goes up leaves the end: a keyboard that has grown below must not carry them off.
    if (this.wasAtEnd && !this.atEnd() && scroller.scrollTop >= this.top - 1) this.scrollToEnd();
    this.wasAtEnd = this.atEnd();
    this.top = scroller.scrollTop;
    this.actions.reading(scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight + (this.timeline.complete ? 0 : AHEAD));
    this.markRead();
    this.endButton();
  }

  endButton() {
    $("to-end").hidden = this.wasAtEnd || !this.timeline.data.length;
    const fresh = this.timeline.from(this.seen + 1).filter((one) => this.isTheirs(one)).length;
    $("to-end-count").hidden = !fresh;
    $("to-end-count").textContent = fresh;
    $("to-end").setAttribute("aria-label", fresh ? t("toEndNew", { n: fresh }) : t("toEnd"));
  }

  // Goes to the message that a reply points at, however far back.
  async show(id) {
    for (let look = 0; look < SEARCH && this.timeline.find(id) < 0 && this.timeline.more; look += 1) {
      if (!(await this.loadOlder())) break;
    }
    const item = this.timeline.reveal(id);
    if (!item) return toast(t("error_no_message"));
    const node = item.querySelector(`.piece[data-id="${id}"]`) ?? item; // of an album, the one that is meant
    this.wasAtEnd = false;
    node.scrollIntoView({ block: "center" });
    node.classList.add("flash");
    setTimeout(() => node.classList.remove("flash"), 1800);
    return this.scrolled();
  }

  // News of this chat, a whole batch at once.
  take(events) {
    const follow = this.wasAtEnd || this.atEnd(); // a keyboard that has just grown moves the end, not the reader
    const fresh = [];
    for (const event of events) {
      if (event.row) this.row = event.row;
      if (event.type === "message" && this.fits(event.message)) fresh.push(event.message);
      else if (event.type === "message" && event.message.api.from?.id !== this.person) this.topics.elsewhere(event.message);
      else if (event.type === "edit") this.edited(event.message, fresh);
      else if (event.type === "delete") this.removed(event.id, fresh);
    }
    if (fresh.length) this.arrived(fresh, follow);
    // A message of the bot's ends its typing; a mark of reading between them does not.
    const last = events.findLast((event) => event.type === "typing" || event.type === "message");
    if (last?.type === "typing" && this.fitsTopic(last.thread ?? 0)) this.typing(last);
    this.status();
    if (follow && this.wasAtEnd) this.scrollToEnd();
    if (follow) this.markRead();
  }

  arrived(fresh, follow) {
    const mine = fresh.some((message) => message.api.from?.id === this.person);
    this.timeline.add(fresh, follow || mine);
    if (fresh.some((message) => message.api.from?.is_bot)) this.stopTyping();
    if (follow || mine) this.toEnd();
    else this.endButton();
    this.nothing();
    const spoken = fresh.findLast((message) => message.api.from?.id !== this.person);
    if (spoken) $("spoken").textContent = `${spoken.api.from?.first_name ?? ""}: ${plainText(spoken.api).slice(0, SPOKEN)}`;
  }

  // An edit or a deletion may overtake its own message within one batch.
  edited(message, fresh) {
    const at = fresh.findIndex((one) => one.id === message.id);
    if (at >= 0) fresh[at] = message;
    else this.timeline.update(message);
  }

  removed(id, fresh) {
    const at = fresh.findIndex((one) => one.id === id);
    if (at >= 0) fresh.splice(at, 1);
    this.timeline.remove(id);
    this.nothing();
  }

  fits(message) {
    return this.fitsTopic(message.api.message_thread_id ?? 0);
  }

  fitsTopic(topic) {
    return this.topic === null || this.topic === topic;
  }

  markRead() {
    if (!this.row?.last || document.hidden || !this.row.unread || !this.visible() || this.readTimer) return;
    const { path } = this;
    this.readTimer = setTimeout(() => {
      this.readTimer = 0;
      if (!this.row) return;
      if (path !== this.path) {
        this.markRead(); // another chat has been opened meanwhile
        return;
      }
      const newest = this.topic === null ? this.row.last.id : (this.timeline.newest?.id ?? 0);
      const message = this.wasAtEnd ? newest : this.lastSeen();
      if (message <= this.marked) return;
      this.marked = message;
      this.seen = Math.max(this.seen, message);
      this.endButton();
      // A failure is told by the notice of the lost server; the next look marks again.
      post(`${path}/read`, { message, topic: this.topic }).catch(() => {});
    }, READ);
  }

  // The lowest message whose beginning is in sight.
  lastSeen() {
    const end = $("scroller").getBoundingClientRect().bottom - SEEN;
    const seen = [...$("messages").children].findLast((node) => !node.hidden && node.getBoundingClientRect().top < end);
    return Number(seen?.dataset.last ?? seen?.dataset.id ?? 0);
  }

  visible() {
    return getComputedStyle($("conversation")).display !== "none";
  }
}
