// Buttons below a message (inline keyboards), and the presses of them that wait for the bot's answer.

import { copyText, el } from "/page/dom.js";
import { SAFE_LINK } from "/page/format.js";
import { t } from "/page/i18n.js";

export function inlineKeyboard(message, context) {
  const rows = message.api.reply_markup.inline_keyboard.map((row, r) =>
    el("div", { className: "row" }, ...row.map((button, c) => inlineButton(message, button, r, c, context))));
  return el("div", { className: "inline", role: "group", "aria-label": t("buttons") }, ...rows);
}

const corner = (sign) => el("span", { className: "corner", "aria-hidden": "true" }, sign);

function inlineButton(message, button, row, column, context) {
  const { actions } = context;
  const style = button.style ?? undefined;
  if (button.url && SAFE_LINK.test(button.url)) {
    return el("a", {
      className: "key", href: button.url, target: "_blank", rel: "noopener noreferrer", title: button.url,
      onclick: (event) => {
        if (actions.link(button.url)) event.preventDefault();
      },
    }, button.text, corner("↗"));
  }
  const sign = button.copy_text ? "⧉" : button.switch_inline_query_current_chat !== undefined ? "@" : "";
  const node = el("button", {
    type: "button", className: "key", disabled: Boolean(button.disabled), dataset: style ? { style } : {},
    "aria-busy": actions.waits(message, row, column) ? "true" : undefined,
  }, button.text, sign ? corner(sign) : null);
  node.addEventListener("click", () => {
    if (button.callback_data !== undefined) actions.press(message, row, column);
    else if (button.copy_text) copyText(button.copy_text.text, t("copied"), t("error_copy"));
    else if (button.switch_inline_query_current_chat !== undefined) actions.inline(button.switch_inline_query_current_chat, message.api);
    else if (button.switch_inline_query !== undefined) actions.inline(button.switch_inline_query, message.api);
    else actions.refused("no_callback");
  });
  return node;
}

const PATIENCE = 30_000; // milliseconds that a pressed button spins: Telegram too gives up about then
const EARLY = 5000; // milliseconds that an answer is kept which came before the press was confirmed

// Which buttons wait. An answer may come over the stream of news before the press itself is confirmed.
export class Presses {
  // `redraw(message)` draws a message anew, `onAnswer(answer)` shows what the bot answered, `onSilence()` that it did not.
  constructor(redraw, onAnswer, onSilence) {
    this.redraw = redraw;
    this.onAnswer = onAnswer;
    this.onSilence = onSilence;
    this.waiting = new Map(); // query -> {name, message}
    this.busy = new Set(); // names of buttons
    this.early = new Map(); // query -> answer
  }

  name(message, row, column) {
    return `${message.api.chat.id}/${message.id}/${row}/${column}`;
  }

  waits(message, row, column) {
    return this.busy.has(this.name(message, row, column));
  }

  // `ask()` sends the press and gives {query}, or null when it was refused.
  async press(message, row, column, ask) {
    const name = this.name(message, row, column);
    if (this.busy.has(name)) return;
    this.busy.add(name);
    this.redraw(message);
    const answer = await ask();
    if (!answer || this.early.has(answer.query)) {
      this.end(name, message);
      if (answer) this.onAnswer(this.early.get(answer.query));
      return;
    }
    this.waiting.set(answer.query, { name, message });
    setTimeout(() => {
      if (!this.waiting.delete(answer.query)) return;
      this.end(name, message);
      this.onSilence();
    }, PATIENCE);
  }

  end(name, message) {
    this.busy.delete(name);
    this.redraw(message);
  }

  // The server is another one now: nobody will answer.
  forget() {
    this.waiting.clear();
    this.busy.clear();
  }

  answered(answer) {
    const press = this.waiting.get(answer.id);
    if (!press) {
      this.early.set(answer.id, answer);
      setTimeout(() => this.early.delete(answer.id), EARLY);
      return;
    }
    this.waiting.delete(answer.id);
    this.end(press.name, press.message);
    this.onAnswer(answer);
  }
}
