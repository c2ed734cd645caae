// Below the conversation: text, files, the bot's reply keyboard, «Start» and «unblock».

import { post, postForm } from "/page/api.js";
import { $, el, toast } from "/page/dom.js";
import { numberText, t } from "/page/i18n.js";
import { plainText } from "/page/message.js";
import { SMALL, keep, kept } from "/page/prefs.js";
import { Suggestions } from "/page/suggestions.js";

const PICTURE = /^image\/(png|jpeg|gif|webp)$/;
const TEXT_LIMIT = 4096; // characters; Telegram's own apps cut a longer text into several messages
const NEAR_LIMIT = 300; // characters left, from which on they are counted aloud
const ALBUM = 10; // files
const READING = 80; // pixels further up than the keyboard is high
const AT_END = 4; // pixels

export class Composer {
  constructor(conversation, run) {
    this.conversation = conversation;
    this.run = run; // runs a promise and tells of its refusal
    this.page = null;
    this.files = [];
    this.reply = null;
    this.editing = null;
    this.aside = false; // the reply keyboard, while somebody reads further up on a small screen
    this.drafts = new Map(); // by chat and person: what was being written
    this.suggestions = new Suggestions(
      () => ({ path: conversation.path, commands: this.page?.commands ?? [] }),
      {
        command: (text) => this.finish(this.send(text)),
        choose: (query, result) => this.finish(this.act("choose", { query, result, topic: this.topic })),
        start: (bot, parameter) => this.lead(bot, parameter),
      },
    );
    $("write").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    $("text").addEventListener("keydown", (event) => this.key(event));
    $("text").addEventListener("input", () => this.typed());
    $("slash").addEventListener("click", () => this.toggleCommands());
    $("keyboard-toggle").addEventListener("click", () => {
      this.fold(!$("keyboard").hidden);
    });
    $("attach").addEventListener("click", () => $("files").click());
    $("files").addEventListener("change", () => this.take([...$("files").files]));
    $("context-close").addEventListener("click", () => this.clearContext(true));
    $("start").addEventListener("click", () => this.send("/start"));
    $("unblock").addEventListener("click", () => this.act("block", { blocked: false }));
    this.acceptDrops();
  }

  acceptDrops() {
    $("text").addEventListener("paste", (event) => {
      if (event.clipboardData?.files.length) this.take([...event.clipboardData.files]);
    });
    const area = $("conversation");
    area.addEventListener("dragover", (event) => event.preventDefault());
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length && !$("write").hidden) this.take([...event.dataTransfer.files]);
    });
  }

  act(name, body) {
    return this.run(post(`${this.conversation.path}/${name}`, body));
  }

  send(text, { topic } = this) {
    return this.act("send", { text, topic, reply_to: this.reply?.id });
  }

  // The topic to write into: the one that is looked at, or that of the message that is answered.
  get topic() {
    const answered = this.conversation.topic === null ? this.reply?.api.message_thread_id : this.conversation.topic;
    return answered || null;
  }

  async finish(sending) {
    if (await sending) this.clear();
  }

  // To the bot's own chat, by the button above what it offers.
  lead(bot, parameter) {
    this.clear();
    this.conversation.actions.link(`https://t.me/${bot}?start=${encodeURIComponent(parameter)}`);
  }

  get place() {
    return this.conversation.path;
  }

  // A chat was opened: what was being written in the one before is kept for it.
  load(page) {
    if (this.at && this.at !== this.place) {
      this.drafts.set(this.at, this.editing ? "" : $("text").value);
      this.clearContext(false);
      this.aside = false;
      $("text").value = this.drafts.get(this.place) ?? "";
      this.suggestions.hide();
    }
    this.at = this.place;
    this.update(page);
    this.grow();
  }

  // The same chat has other commands or another keyboard now.
  update(page) {
    this.page = page;
    this.state();
    this.keyboard(page.keyboard);
    $("slash").hidden = !page.commands.length;
  }

  state() {
    const row = this.conversation.row;
    if (!row) return;
    $("composer").hidden = false;
    const fresh = Boolean(row.person) && !row.started;
    $("start").hidden = !fresh || row.blocked;
    $("unblock").hidden = !row.blocked;
    $("write").hidden = fresh || row.blocked;
    this.showKeyboard();
  }

  keyboard(markup) {
    this.markup = markup;
    const rows = markup?.keyboard ?? [];
    const key = JSON.stringify(markup ?? null);
    // Drawn anew only when it is another one: a press must not lose its button.
    if (key !== this.drawn) {
      this.drawn = key;
      this.used = this.aside = false;
      $("keyboard").replaceChildren(...rows.map((row) => el("div", { className: "row" }, ...row.map((one) => this.replyKey(one)))));
      if (markup?.force_reply) $("text").focus();
    }
    this.address();
    this.showKeyboard();
  }

  // In a forum the field says into which topic the words go: under «all topics» that is not to be seen.
  address() {
    const { row, topics } = this.conversation;
    const plain = row?.forum ? t("writeTo", { name: topics.name(this.topic ?? 0) }) : t("write");
    $("text").placeholder = this.markup?.input_field_placeholder || plain;
  }

  replyKey(button) {
    return el("button", {
      type: "button", className: "key", dataset: button.style ? { style: button.style } : {},
      onclick: async () => {
        await (button.request_contact ? this.act("contact", {}) : this.send(button.text));
        if (this.markup?.one_time_keyboard) {
          this.used = true;
          this.showKeyboard();
        }
      },
    }, button.text);
  }

  // Telegram remembers it for each chat.
  fold(folded) {
    this.used = this.aside = false;
    this.insisted = !folded;
    keep(`keyboard:${this.place}`, folded ? "folded" : "");
    this.showKeyboard();
  }

  // Whoever goes up on a small screen wants to read: the keyboard goes out of the way, and comes back at the end.
  // `away`: pixels from the end. What the keyboard leaves must not bring the end into sight at once.
  reading(away) {
    const height = $("keyboard").offsetHeight;
    if (away < AT_END) {
      this.insisted = false;
      if (this.aside) this.setAside(false);
    } else if (!this.insisted && !this.aside && height && matchMedia(SMALL).matches && away > height + READING) this.setAside(true);
  }

  setAside(aside) {
    this.aside = aside;
    this.showKeyboard();
  }

  showKeyboard() {
    const there = Boolean(this.markup?.keyboard?.length) && !$("write").hidden;
    const folded = this.used || this.aside || kept(`keyboard:${this.place}`) === "folded";
    const shown = there && !folded;
    $("keyboard-toggle").hidden = !there;
    $("keyboard-toggle").setAttribute("aria-expanded", String(shown));
    $("keyboard").hidden = !shown;
  }

  async submit() {
    const text = $("text").value;
    if (this.files.length) return this.submitFiles(text);
    if (!text.trim()) return undefined;
    if (this.editing) return this.finish(this.act("edit", { message: this.editing.id, text }));
    const { topic } = this; // of the message that is answered: for all parts, though the first alone answers it
    for (const part of parts(text)) {
      if (!(await this.send(part, { topic }))) return undefined;
      this.reply = null;
    }
    return this.clear();
  }

  async submitFiles(caption) {
    const form = new FormData();
    const asPhotos = this.files.every((file) => PICTURE.test(file.type)) && !$("as-file").checked;
    form.append("as", asPhotos ? "photo" : "document");
    form.append("caption", caption);
    if (this.topic) form.append("topic", this.topic);
    if (this.reply) form.append("reply_to", this.reply.id);
    for (const file of this.files) form.append("files", file, file.name);
    $("send").setAttribute("aria-busy", "true");
    await this.finish(this.run(postForm(`${this.conversation.path}/files`, form)));
    $("send").removeAttribute("aria-busy");
  }

  clear() {
    $("text").value = "";
    this.clearContext(false);
    this.grow();
    this.suggestions.hide();
    $("text").focus({ preventScroll: true });
  }

  // Writes for the person, as the tour does.
  fill(text) {
    $("text").value = text;
    this.typed();
    $("text").focus();
  }

  take(files) {
    if (!files.length) return;
    if (files.length > ALBUM) toast(t("tooManyFiles", { n: ALBUM }));
    this.files = files.slice(0, ALBUM);
    $("files").value = "";
    $("as-file-label").hidden = !this.files.every((file) => PICTURE.test(file.type));
    $("as-file").checked = false;
    this.context(t("files"), this.files.map((file) => file.name).join(", "));
    $("text").focus();
  }

  replyTo(message) {
    this.reply = message;
    this.context(t("replyTo"), plainText(message.api));
    this.address();
    $("text").focus();
  }

  edit(message) {
    this.editing = message;
    this.context(t("editing"), message.api.text || message.api.caption || "");
    this.fill(message.api.text || message.api.caption || "");
  }

  context(title, text) {
    $("context").hidden = false;
    $("context-title").textContent = title;
    $("context-text").textContent = text.slice(0, 200);
  }

  clearContext(emptyText) {
    if (this.editing && emptyText) $("text").value = "";
    this.files = [];
    this.reply = null;
    this.editing = null;
    $("context").hidden = true;
    this.address();
    $("as-file-label").hidden = true;
  }

  typed() {
    this.grow();
    this.suggestions.typed($("text").value);
  }

  grow() {
    const area = $("text");
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, Math.max(120, innerHeight * 0.3))}px`;
    const left = TEXT_LIMIT - area.value.length;
    $("letters").hidden = left > NEAR_LIMIT;
    $("letters").textContent = left >= 0 ? numberText(left) : t("inParts", { n: parts(area.value).length });
  }

  key(event) {
    const { suggestions } = this;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (!suggestions.pick()) this.submit();
    } else if (event.key === "Escape") {
      if (suggestions.open) suggestions.hide();
      else this.clearContext(true);
      this.grow();
    } else if (suggestions.open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      suggestions.select(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "ArrowUp" && !$("text").value) this.editLast(event);
  }

  // ↑ in an empty field changes one's last message, as on the desktop.
  editLast(event) {
    const mine = this.conversation.timeline.data.findLast((one) => one.api.from?.id === this.conversation.person && one.api.text);
    if (!mine) return;
    event.preventDefault();
    this.edit(mine);
  }

  toggleCommands() {
    if (this.suggestions.open) this.suggestions.hide();
    else this.suggestions.commands("");
    $("text").focus();
  }
}

// A text longer than one message in pieces, cut at the end of a line or of a word where there is one near.
function parts(text) {
  const found = [];
  let rest = text;
  while (rest.length > TEXT_LIMIT) {
    const piece = rest.slice(0, TEXT_LIMIT);
    const near = Math.max(piece.lastIndexOf("\n"), piece.lastIndexOf(" "));
    // Never between the halves of one character.
    const whole = /[\uD800-\uDBFF]$/.test(piece) ? TEXT_LIMIT - 1 : TEXT_LIMIT;
    const cut = near > TEXT_LIMIT / 2 ? near + 1 : whole;
    found.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return [...found, rest].filter((part) => part.trim());
}
