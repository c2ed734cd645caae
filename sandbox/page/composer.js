// Below the conversation: text, files, commands, inline results, the bot's reply keyboard.

import { post, postForm } from "/page/api.js";
import { $, el } from "/page/dom.js";
import { t } from "/page/i18n.js";

const INLINE_PAUSE = 300; // milliseconds after the last letter
const PICTURE = /^image\/(png|jpeg|gif|webp)$/;

export class Composer {
  constructor(conversation, run) {
    this.conversation = conversation;
    this.run = run; // runs a promise and tells of its refusal
    this.page = null;
    this.files = [];
    this.reply = null;
    this.editing = null;
    this.inlineQuery = null;
    $("write").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    $("text").addEventListener("keydown", (event) => this.key(event));
    $("text").addEventListener("input", () => this.typed());
    $("slash").addEventListener("click", () => this.toggleCommands());
    $("files").addEventListener("change", () => this.take([...$("files").files]));
    $("attach").addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        $("files").click();
      }
    });
    $("context-close").addEventListener("click", () => this.clearContext(true));
    $("start").addEventListener("click", () => this.send("/start"));
    $("unblock").addEventListener("click", () => this.act("block", { blocked: false }));
    $("text").addEventListener("paste", (event) => {
      if (event.clipboardData?.files.length) this.take([...event.clipboardData.files]);
    });
    const area = $("conversation");
    area.addEventListener("dragover", (event) => event.preventDefault());
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) this.take([...event.dataTransfer.files]);
    });
  }

  act(name, body) {
    return this.run(post(`${this.conversation.path}/${name}`, body));
  }

  send(text) {
    return this.act("send", { text, topic: this.conversation.topic || null, reply_to: this.reply?.id });
  }

  // A chat was opened, or changed its state: show what may be done in it.
  load(page) {
    this.page = page;
    this.clearContext(false);
    this.state();
    this.keyboard(page.keyboard);
    $("slash").hidden = !page.commands.length;
    this.hideSuggestions();
  }

  state() {
    const row = this.conversation.row;
    $("composer").hidden = false;
    const fresh = Boolean(row.person) && !row.started;
    $("start").hidden = !fresh || row.blocked;
    $("unblock").hidden = !row.blocked;
    $("write").hidden = fresh || row.blocked;
    if (row.blocked || fresh) $("keyboard").hidden = true;
  }

  keyboard(markup) {
    const place = $("keyboard");
    const rows = markup?.keyboard ?? [];
    place.hidden = !rows.length || $("write").hidden;
    place.replaceChildren(...rows.map((row) =>
      el("div", { className: "row" }, ...row.map((button) =>
        el("button", {
          type: "button", className: "key",
          onclick: async () => {
            await (button.request_contact ? this.act("contact", {}) : this.send(button.text));
            if (markup.one_time_keyboard) place.hidden = true;
          },
        }, button.text)))));
    $("text").placeholder = markup?.input_field_placeholder || t("write");
    if (markup?.force_reply) $("text").focus();
  }

  async submit() {
    const text = $("text").value;
    if (this.files.length) return this.submitFiles(text);
    if (!text.trim()) return;
    const done = this.editing ? await this.act("edit", { message: this.editing.id, text }) : await this.send(text);
    if (done) this.clear();
  }

  async submitFiles(caption) {
    const form = new FormData();
    const asPhotos = this.files.every((file) => PICTURE.test(file.type)) && !$("as-file").checked;
    form.append("as", asPhotos ? "photo" : "document");
    form.append("caption", caption);
    if (this.conversation.topic) form.append("topic", this.conversation.topic);
    if (this.reply) form.append("reply_to", this.reply.id);
    for (const file of this.files) form.append("files", file, file.name);
    if (await this.run(postForm(`${this.conversation.path}/files`, form))) this.clear();
  }

  clear() {
    $("text").value = "";
    this.clearContext(false);
    this.grow();
    this.hideSuggestions();
    $("text").focus();
  }

  take(files) {
    this.files = files;
    $("files").value = "";
    const pictures = files.length > 0 && files.every((file) => PICTURE.test(file.type));
    $("as-file-label").hidden = !pictures;
    $("as-file").checked = false;
    this.context(t("files"), files.map((file) => file.name).join(", "));
    $("text").focus();
  }

  replyTo(message) {
    this.reply = message;
    this.context(t("replyTo"), message.api.text || message.api.caption || t(message.kind));
    $("text").focus();
  }

  edit(message) {
    this.editing = message;
    this.context(t("editing"), message.api.text || message.api.caption || "");
    $("text").value = message.api.text || message.api.caption || "";
    this.grow();
    $("text").focus();
  }

  context(title, text) {
    $("context").hidden = false;
    $("context-title").textContent = title;
    $("context-text").textContent = text.slice(0, 200);
  }

  clearContext(emptyText) {
    if (emptyText && this.editing) $("text").value = "";
    this.files = [];
    this.reply = null;
    this.editing = null;
    $("context").hidden = true;
    $("as-file-label").hidden = true;
  }

  grow() {
    const area = $("text");
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, 200)}px`;
  }

  key(event) {
    const open = !$("suggestions").hidden;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      const picked = open && $("suggestions").querySelector('[aria-selected="true"]');
      if (picked) picked.click();
      else this.submit();
    } else if (event.key === "Escape") {
      if (open) this.hideSuggestions();
      else this.clearContext(true);
    } else if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.select(event.key === "ArrowDown" ? 1 : -1);
    }
  }

  select(step) {
    const options = [...$("suggestions").children];
    const at = options.findIndex((node) => node.getAttribute("aria-selected") === "true");
    options[at]?.setAttribute("aria-selected", "false");
    const next = options[(at + step + options.length) % options.length];
    next?.setAttribute("aria-selected", "true");
    next?.scrollIntoView({ block: "nearest" });
  }

  typed() {
    this.grow();
    const text = $("text").value;
    if (/^\/[\w@]*$/.test(text)) this.commands(text.slice(1).toLowerCase());
    else {
      this.hideSuggestions();
      this.inline(text);
    }
  }

  toggleCommands() {
    if ($("suggestions").hidden) this.commands("");
    else this.hideSuggestions();
    $("text").focus();
  }

  commands(begin) {
    const fitting = (this.page?.commands ?? []).filter((one) => one.command.startsWith(begin));
    this.suggest(fitting.map((one) => ({
      title: `/${one.command}`, text: one.description,
      act: () => this.send(`/${one.command}`).then((done) => done && this.clear()),
    })));
  }

  // «@bot words» asks the bot for inline results.
  inline(text) {
    clearTimeout(this.inlineTimer);
    const match = /^@(\w+)\s([^]*)$/.exec(text);
    if (!match) return;
    this.inlineTimer = setTimeout(async () => {
      const answer = await post(`${this.conversation.path}/inline`, { bot: match[1], text: match[2].trim() }).catch(() => null);
      this.inlineQuery = answer?.query ?? null;
    }, INLINE_PAUSE);
  }

  inlineAnswer(event) {
    if (event.id !== this.inlineQuery) return;
    this.suggest(event.results.filter((one) => one.content).map((one) => ({
      title: one.title || one.type, text: one.description,
      act: () => this.act("choose", { query: event.id, result: one.id }).then((done) => done && this.clear()),
    })));
  }

  suggest(options) {
    const list = $("suggestions");
    list.hidden = !options.length;
    list.replaceChildren(...options.map((one, number) =>
      el("li", { role: "option", "aria-selected": String(number === 0), onclick: () => one.act() },
        el("strong", {}, one.title), el("span", {}, one.text ?? ""))));
  }

  hideSuggestions() {
    $("suggestions").hidden = true;
  }
}
