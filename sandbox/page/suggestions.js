// The list above the message field: the bot's commands, and what it offers to «@bot words».

import { post } from "/page/api.js";
import { $, el } from "/page/dom.js";
import { refusalText, t } from "/page/i18n.js";

const PAUSE = 300; // milliseconds after the last letter
const PATIENCE = 6000; // milliseconds, then the silence is told of

export class Suggestions {
  // `context()`: {path, commands}; `actions`: command(text), choose(query, result).
  constructor(context, actions) {
    this.context = context;
    this.actions = actions;
    this.query = null;
    this.early = new Map(); // answers that came before the question was confirmed
  }

  get open() {
    return !$("suggestions").hidden;
  }

  // What was typed so far.
  typed(text) {
    clearTimeout(this.timer);
    this.query = null;
    const inline = /^@(\w+)\s([^]*)$/.exec(text);
    if (/^\/[\w@]*$/.test(text)) this.commands(text.slice(1).toLowerCase());
    else if (inline) this.timer = setTimeout(() => this.ask(inline[1], inline[2].trim()), PAUSE);
    else this.hide();
  }

  commands(begin) {
    const fitting = this.context().commands.filter((one) => one.command.startsWith(begin));
    this.show(fitting.map((one) => ({
      title: `/${one.command}`, text: one.description, act: () => this.actions.command(`/${one.command}`),
    })));
  }

  async ask(bot, text) {
    this.note(t("inlineAsking"));
    try {
      const { query } = await post(`${this.context().path}/inline`, { bot, text });
      this.query = query;
      if (this.early.has(query)) this.answer(this.early.get(query));
      else this.timer = setTimeout(() => this.query === query && this.note(t("inlineSilent")), PATIENCE);
    } catch (error) {
      // «@somebody, hello» names nobody that offers anything: that is no mistake of the writer's.
      if (error.code === "no_bot") this.hide();
      else this.note(refusalText(error));
    }
  }

  answer(event) {
    if (event.id !== this.query) {
      this.early.clear();
      this.early.set(event.id, event);
      return;
    }
    clearTimeout(this.timer);
    const offers = event.results.filter((one) => one.content);
    if (!offers.length) {
      this.note(t("inlineNothing"));
      return;
    }
    this.show(offers.map((one) => ({
      title: one.title || one.type, text: one.description, act: () => this.actions.choose(event.id, one.id),
    })));
  }

  note(text) {
    $("suggestions").replaceChildren(el("li", { className: "none", role: "option", "aria-disabled": "true" }, text));
    $("suggestions").hidden = false;
  }

  show(options) {
    const list = $("suggestions");
    list.hidden = !options.length;
    list.replaceChildren(...options.map((one, number) =>
      el("li", { role: "option", id: `suggestion-${number}`, "aria-selected": String(number === 0), onclick: one.act },
        el("strong", {}, one.title), el("span", {}, one.text ?? ""))));
    this.name();
  }

  select(step) {
    const options = [...$("suggestions").querySelectorAll("[aria-selected]")];
    if (!options.length) return;
    const at = options.findIndex((node) => node.getAttribute("aria-selected") === "true");
    options[at].setAttribute("aria-selected", "false");
    const next = options[(at + step + options.length) % options.length];
    next.setAttribute("aria-selected", "true");
    next.scrollIntoView({ block: "nearest" });
    this.name();
  }

  // For screen readers the message field names the chosen line.
  name() {
    const chosen = this.open && $("suggestions").querySelector('[aria-selected="true"]');
    if (chosen) $("text").setAttribute("aria-activedescendant", chosen.id);
    else $("text").removeAttribute("aria-activedescendant");
  }

  // Takes the chosen line; false when there is none.
  pick() {
    const chosen = this.open && $("suggestions").querySelector('[aria-selected="true"]');
    if (chosen) chosen.click();
    return Boolean(chosen);
  }

  hide() {
    $("suggestions").hidden = true;
    this.name();
  }
}
