// The right column: the host's clock and the queue of what will be sent.

import { get, post } from "/page/api.js";
import { $, el } from "/page/dom.js";
import { dateText, has, t } from "/page/i18n.js";

const DAY = 86_400_000;
const LOOK_AGAIN = 5000;

// The server writes local times without an offset; the page keeps them as if they were UTC, and shows them so.
const moment = (text) => new Date(`${text}:00Z`);
const iso = (date) => date.toISOString().slice(0, 16);
const show = (date, options) => dateText(date, { ...options, timeZone: "UTC" });
const short = (date) => show(date, { weekday: "short", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });

export class Panel {
  constructor(onZone) {
    this.onZone = onZone;
    this.state = null;
    this.busy = false;
    for (const button of document.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => this.advance({ step: button.dataset.step }));
    }
    $("jump").addEventListener("submit", (event) => {
      event.preventDefault();
      this.advance({ to: $("moment").value });
    });
    $("slider").addEventListener("input", () => this.previewSlider());
    $("slider").addEventListener("change", () => this.slide());
  }

  async start() {
    if (this.started) return;
    this.started = true;
    $("panel").hidden = false;
    document.body.classList.add("with-clock");
    document.querySelector('#tabs [data-view="clock"]').hidden = false;
    await this.load();
    setInterval(() => {
      if (!this.busy && !document.hidden) this.load();
    }, LOOK_AGAIN);
  }

  async load() {
    try {
      this.show(await get("/sandbox/clock"));
    } catch {
      // The offline notice tells of it; the next look tries again.
    }
  }

  async advance(body) {
    if (this.busy) return;
    this.setBusy(true);
    $("clock-note").textContent = t("moving");
    try {
      this.show(await post("/sandbox/clock", body));
      $("clock-note").textContent = "";
    } catch (error) {
      $("clock-note").textContent = has(`error_${error.code}`) ? t(`error_${error.code}`) : error.message;
      this.fillInputs();
    } finally {
      this.setBusy(false);
    }
  }

  setBusy(busy) {
    this.busy = busy;
    $("panel").setAttribute("aria-busy", String(busy));
    for (const node of $("panel").querySelectorAll("button, input")) node.disabled = busy;
    $("hint-go").disabled = busy;
  }

  days() {
    const first = moment(this.state.first.slice(0, 10) + "T00:00");
    const last = moment(this.state.last.slice(0, 10) + "T00:00");
    const now = moment(this.state.now.slice(0, 10) + "T00:00");
    return { first, all: Math.round((last - first) / DAY), now: Math.round((now - first) / DAY) };
  }

  show(state) {
    const moved = this.state?.now !== state.now;
    this.state = state;
    this.onZone(state.zone);
    const now = moment(state.now);
    $("panel-title").textContent = $("panel-title").title = state.title || t("clock");
    $("date").textContent = show(now, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
    $("hour").textContent = show(now, { hour: "2-digit", minute: "2-digit" });
    const days = this.days();
    $("days-left").textContent = t("dayOf", { n: days.now + 1, all: days.all + 1 });
    if (moved) this.fillInputs();
    this.lists(state);
  }

  fillInputs() {
    const days = this.days();
    $("slider").max = days.all;
    $("slider").value = days.now;
    this.previewSlider();
    $("moment").min = this.state.now;
    $("moment").max = this.state.last;
    $("moment").value = this.state.now;
  }

  previewSlider() {
    const date = new Date(this.days().first.getTime() + Number($("slider").value) * DAY);
    $("slider-text").textContent = show(date, { weekday: "short", day: "numeric", month: "long" });
  }

  slide() {
    const days = this.days();
    const value = Number($("slider").value);
    if (value === days.now) return;
    const hour = this.state.now.slice(11);
    const target = `${iso(new Date(days.first.getTime() + value * DAY)).slice(0, 10)}T${hour}`;
    this.advance({ to: target > this.state.last && value === days.all ? this.state.last : target });
  }

  jumpButton(event) {
    return el("li", {}, el("button", { type: "button", className: "event", disabled: this.busy, onclick: () => this.advance({ to: event.at }) },
      el("time", {}, short(moment(event.at))), el("span", {}, event.title)));
  }

  // One line for a newcomer: what to press first, and what then; gone for good once somebody with news has been opened.
  hint() {
    const first = this.state.highlights[0];
    const moved = this.state.now.slice(0, 10) > this.state.first.slice(0, 10);
    $("hint").hidden = this.guided || (!moved && !first);
    if ($("hint").hidden) return;
    $("hint-text").textContent = t(moved ? "hintDone" : "hint");
    $("hint-go").hidden = moved;
    if (first) {
      $("hint-go").textContent = `${show(moment(first.at), { day: "numeric", month: "long" })}: ${first.title}`;
      $("hint-go").onclick = () => this.advance({ to: first.at });
    }
  }

  // Somebody has been opened.
  opened() {
    if (!this.state || this.state.now.slice(0, 10) === this.state.first.slice(0, 10)) return;
    this.guided = true;
    this.hint();
  }

  lists(state) {
    $("highlights-section").hidden = !state.highlights.length;
    $("highlights").replaceChildren(...state.highlights.map((event) => this.jumpButton(event)));
    this.hint();
    const ahead = state.next_events.map((event) => this.jumpButton(event));
    $("ahead").replaceChildren(...(ahead.length ? ahead : [el("li", { className: "none" }, t("nothingAhead"))]));
    const queue = state.queue.map((one) =>
      el("li", {}, el("time", {}, short(moment(one.at))), el("strong", {}, one.to), el("span", {}, one.text)));
    const rest = state.queue_length - state.queue.length;
    if (rest > 0) queue.push(el("li", { className: "none" }, t("more", { n: rest })));
    $("queue").replaceChildren(...(queue.length ? queue : [el("li", { className: "none" }, t("nothingQueued"))]));
    $("queue-count").textContent = state.queue_length ? `(${state.queue_length})` : "";
  }
}
