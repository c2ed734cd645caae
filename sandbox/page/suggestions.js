// The list above the message field: the bot's commands, and what it offers to «@bot words».

import { post } from "/page/api.js";
import { $, el } from "/page/dom.js";
import { refusalText, t } from "/page/i18n.js";

const PAUSE = 300; // milliseconds after the last letter
const PATIENCE = 6000; // milliseconds, then the silence is told of
const NEAR_END = 80; // pixels before the end of the list, from which on its next page is fetched

export class Suggestions {
  // `context()`: {path, commands}; `actions`: command(text), choose(query, result), start(bot, parameter).
  constructor(context, actions) {
    this.context = context;
    this.actions = actions;
    this.query = null; // {id, bot, text, offset} that waits for its answer
    this.next = null; // {bot, text, offset} of the list's next page
    this.early = new Map(); // answers that came before the question was confirmed
    $("suggestions").addEventListener("scroll", () => this.scrolled());
  }

  get open() {
    return !$("suggestions").hidden;
  }

  // What was typed so far. What is offered stays until something else is.
  typed(text) {
    clearTimeout(this.timer);
    this.query = this.next = null;
    this.stale = false;
    const inline = /^@(\w+)\s([^]*)$/.exec(text);
    if (/^\/[\w@]*$/.test(text)) this.commands(text.slice(1).toLowerCase());
    else if (inline) {
      this.stale = true;
      this.timer = setTimeout(() => this.ask({ bot: inline[1], text: inline[2].trim(), offset: "" }), PAUSE);
    } else this.hide();
  }

  commands(begin) {
    const fitting = this.context().commands.filter((one) => one.command.startsWith(begin));
    this.show("commands", fitting.map((one) => ({
      title: `/${one.command}`, text: one.description, act: () => this.actions.command(`/${one.command}`),
    })));
  }

  async ask(asked) {
    if (!this.open) this.note(t("inlineAsking"));
    this.query = asked;
    try {
      const { query } = await post(`${this.context().path}/inline`, asked);
      if (this.query !== asked) return;
      asked.id = query;
      if (this.early.has(query)) this.answer(this.early.get(query));
      else this.timer = setTimeout(() => this.query === asked && !asked.offset && this.note(t("inlineSilent")), PATIENCE);
    } catch (error) {
      if (this.query !== asked) return;
      // «@somebody, hello» names nobody that offers anything: that is no mistake of the writer's.
      if (error.code === "no_bot") this.hide();
      else this.note(refusalText(error));
    }
  }

  answer(event) {
    const asked = this.query;
    if (!asked || event.id !== asked.id) {
      this.early.clear();
      this.early.set(event.id, event);
      return;
    }
    clearTimeout(this.timer);
    this.query = null;
    this.stale = false;
    this.next = event.next_offset ? { bot: asked.bot, text: asked.text, offset: event.next_offset } : null;
    const offers = event.results.filter((one) => one.content).map((one) => ({
      title: one.title || one.type, text: one.description, act: () => this.actions.choose(event.id, one.id),
    }));
    if (asked.offset) {
      $("suggestions").append(...offers.map((one) => this.line(one)));
    } else if (offers.length || event.button) {
      this.show("inlineOffers", offers, event.button && {
        title: event.button.text, act: () => this.actions.start(asked.bot, event.button.start_parameter ?? ""),
      });
    } else this.note(t("inlineNothing"));
    this.scrolled(); // a short page leaves room for the next one
  }

  // The next page comes as the end of this one does.
  scrolled() {
    const list = $("suggestions");
    if (!this.next || this.query || !this.open || list.scrollHeight - list.scrollTop - list.clientHeight > NEAR_END) return;
    const { next } = this;
    this.next = null;
    this.ask(next);
  }

  note(text) {
    this.stale = false;
    $("suggestions").replaceChildren(el("li", { className: "none", role: "option", "aria-disabled": "true" }, text));
    $("suggestions").hidden = false;
    this.name();
  }

  line(one) {
    this.lines += 1;
    return el("li", { role: "option", id: `suggestion-${this.lines}`, "aria-selected": "false", className: one.className, onclick: one.act },
      el("strong", {}, one.title), one.text ? el("span", {}, one.text) : null);
  }

  // `name`: what they are, for screen readers; `lead`: a button above them all, which Enter does not press by itself.
  show(name, options, lead = null) {
    const list = $("suggestions");
    list.setAttribute("aria-label", t(name));
    this.lines = 0;
    list.hidden = !options.length && !lead;
    const lines = options.map((one) => this.line(one));
    lines[0]?.setAttribute("aria-selected", "true");
    list.replaceChildren(...(lead ? [this.line({ ...lead, className: "lead" })] : []), ...lines);
    list.scrollTop = 0;
    this.name();
  }

  select(step) {
    const options = [...$("suggestions").querySelectorAll("[aria-selected]")];
    if (!options.length) return;
    const at = options.findIndex((node) => node.getAttribute("aria-selected") === "true");
    options[at]?.setAttribute("aria-selected", "false");
    const next = options[at < 0 ? 0 : (at + step + options.length) % options.length];
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

  // Takes the chosen line; false when there is none. What still stands there of earlier letters is not taken.
  pick() {
    if (this.open && this.stale) return true;
    const chosen = this.open && $("suggestions").querySelector('[aria-selected="true"]');
    if (chosen) chosen.click();
    return Boolean(chosen);
  }

  hide() {
    $("suggestions").hidden = true;
    this.query = this.next = null;
    this.name();
  }
}
