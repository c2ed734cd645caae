// The right column: the host's clock, its steps, playing, and what will be sent. The strip is a module of its own.

import { getIfThere, post } from "/page/api.js";
import { $, el, toast } from "/page/dom.js";
import { named, numberText, refusalText, t } from "/page/i18n.js";
import { DAY, dayStart, fullText, hourText, longDay, moment, shortDay } from "/page/moments.js";
import { Move } from "/page/move.js";
import { Strip } from "/page/strip.js";

const LOOK_AGAIN = 5000; // milliseconds
const LOOK_PLAYING = 1200; // while it plays, the hour comes with the news and the lists are asked for now and then
const QUEUE_SHOWN = 8; // groups of the queue, until all are asked for
const NAMES_SHOWN = 4;

export class Clock {
  // `onZone(zone)` tells in which zone the host lives, `onMoved()` that the clock has moved; `isSomebody(name)`: whether
  // the list knows a person of that name.
  constructor(onZone, onMoved, isSomebody) {
    this.onZone = onZone;
    this.isSomebody = isSomebody;
    this.onMoved = onMoved;
    this.state = null;
    this.busy = false;
    this.speed = 60; // minutes a second
    this.strip = new Strip((at) => this.advance({ to: at }));
    this.move = new Move();
    for (const button of document.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => this.advance({ step: button.dataset.step }));
    }
    $("jump").addEventListener("submit", (event) => {
      event.preventDefault();
      this.advance({ to: $("moment").value });
    });
    $("play").addEventListener("click", () => this.play(this.playing ? 0 : this.speed));
    $("speeds").addEventListener("change", (event) => {
      this.speed = Number(event.target.value);
      if (this.playing) this.play(this.speed);
    });
    $("queue-all").addEventListener("click", () => {
      this.allQueue = true;
      this.queue(this.state);
    });
    $("hint-close").addEventListener("click", () => {
      this.guided = true;
      this.hint();
      $("chats").querySelector("button")?.focus();
    });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.started) this.load();
    });
  }

  get playing() {
    return this.state?.playing?.minutes_per_second ?? 0;
  }

  async start() {
    if (this.started) return this.load();
    this.started = true;
    await this.load();
    setInterval(() => {
      if (!this.busy && !document.hidden) this.load();
    }, LOOK_AGAIN);
    return undefined;
  }

  // Whoever asks while it is being asked for waits for the same answer.
  load() {
    this.loading ??= this.look().finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  async look() {
    try {
      const state = await getIfThere("/sandbox/clock");
      if (state) this.show(state);
    } catch {
      // The notice of the lost server tells of it; the next look tries again.
    }
  }

  // News: at most ten a second while it plays.
  news(event) {
    if (event.now && this.state) {
      this.state.now = event.now;
      if ("playing" in event) this.state.playing = event.playing;
      if ("progress" in event) this.state.progress = event.progress;
      this.face();
      this.move.show(event); // also where another tab has begun it
      this.enable();
    }
    if (this.asked) return;
    this.asked = setTimeout(() => {
      this.asked = 0;
      if (!this.busy) this.load();
    }, this.playing || this.busy ? LOOK_PLAYING : 0);
  }

  async advance(body) {
    if (this.busy) return false;
    this.setBusy(true);
    this.note("");
    this.move.begin();
    try {
      const state = await post("/sandbox/clock", body);
      this.show(state);
      if (state.stopped) this.note(t("stopped", { day: fullText(moment(state.now)) }), false);
      else if (state.reached?.length) this.arrive(state.reached);
      return !state.stopped;
    } catch (error) {
      this.note(refusalText(error));
      if ($("panel").offsetParent === null) toast(refusalText(error)); // a phone shows another column
      this.inputs();
      return false;
    } finally {
      this.move.end();
      this.setBusy(false);
      this.onMoved();
    }
  }

  async play(speed) {
    try {
      const state = await post("/sandbox/clock/play", { minutes_per_second: speed });
      this.note("");
      if (state?.now) this.show(state);
      else {
        this.state.playing = speed ? { minutes_per_second: speed } : null;
        this.face();
        await this.load();
      }
      if (speed) this.onMoved();
    } catch (error) {
      this.note(refusalText(error));
    }
  }

  // Which event the clock has come to: its moment and what happens then.
  arrive(events) {
    const [first, ...others] = events;
    const more = others.length ? `; ${t("andMore", { n: others.length })}` : "";
    this.note(t("reached", { day: fullText(moment(first.at)), what: named(first, "title") + more }), false);
    this.arrived = events;
    this.saidIn = document.documentElement.lang;
  }

  // In another language; and no more once the demo has begun anew.
  sayAgain(state) {
    if (!this.arrived) return;
    if (state.now < this.arrived[0].at) this.note("");
    else if (this.saidIn !== document.documentElement.lang) this.arrive(this.arrived);
  }

  note(text, refusal = true) {
    this.arrived = null;
    $("clock-note").textContent = text;
    $("clock-note").classList.toggle("refusal", refusal);
  }

  setBusy(busy) {
    this.busy = busy;
    $("panel").setAttribute("aria-busy", String(busy));
    this.enable();
  }

  enable() {
    const { over } = this;
    const busy = this.busy || Boolean(this.state?.progress);
    for (const node of document.querySelectorAll("[data-step], #jump button, #highlights button, #ahead button, #hint-go, #strip-go")) {
      node.disabled = busy || over;
    }
    $("play").disabled = busy || over;
    $("over").hidden = !over;
  }

  get over() {
    return Boolean(this.state) && this.state.now >= this.state.last;
  }

  // The panel comes with its first state: before, there is no day to choose and no hour to go to.
  reveal() {
    $("panel").hidden = false;
    document.body.classList.add("with-clock");
    document.querySelector('#tabs [data-view="clock"]').hidden = false;
  }

  show(state) {
    this.state = state;
    this.reveal();
    this.move.show(state);
    this.onZone(state.zone);
    this.sayAgain(state);
    $("panel-title").textContent = $("panel-title").title = named(state, "title") || t("clock");
    if (this.shownAt !== state.now) this.inputs();
    this.face();
    this.strip.show(state);
    $("player").hidden = state.playing === undefined;
    $("sent").hidden = state.sent === undefined;
    if (state.sent !== undefined) {
      $("sent").textContent = this.sentText(state);
      $("sent").title = t("sentTitle");
    }
    this.buttons("highlights", this.highlights);
    $("highlights-section").hidden = !this.highlights.length;
    this.buttons("ahead", state.next_events ?? [], "nothingAhead");
    this.queue(state);
    this.hint();
    this.enable();
  }

  // Interesting days still to come.
  get highlights() {
    return (this.state.highlights ?? []).filter((one) => one.at > this.state.now);
  }

  sentText(state) {
    const expected = Number(state.expected) > 0 ? t("ofExpected", { n: numberText(Number(state.expected)) }) : "";
    return [t("sent", { n: numberText(state.sent) }), expected].filter(Boolean).join(" ");
  }

  // What changes with every tick.
  face() {
    const now = moment(this.state.now);
    const first = dayStart(moment(this.state.first));
    const last = dayStart(moment(this.state.last));
    this.shownAt = this.state.now;
    $("date").textContent = longDay(now);
    $("hour").textContent = hourText(now);
    const all = Math.round((last - first) / DAY) + 1;
    // The clock runs on by itself after the calendar's end.
    const day = Math.min(all, Math.round((dayStart(now) - first) / DAY) + 1);
    $("days-left").textContent = t("dayOf", { n: day, all });
    $("tab-hour").textContent = `${shortDay(now)} ${hourText(now)}`;
    // Ten hours a second are not to be read aloud.
    $("face").setAttribute("aria-live", this.playing || this.state.progress ? "off" : "polite");
    $("play").setAttribute("aria-pressed", String(Boolean(this.playing)));
    $("play-text").textContent = t(this.playing ? "pause" : "play");
    document.body.classList.toggle("playing", Boolean(this.playing));
    if (this.playing) this.speed = this.playing;
    for (const input of $("speeds").querySelectorAll("input")) input.checked = Number(input.value) === this.speed;
    this.strip.tick(this.state.now);
  }

  inputs() {
    $("moment").min = this.state.now.slice(0, 16);
    $("moment").max = this.state.last.slice(0, 16);
    if (document.activeElement !== $("moment")) $("moment").value = this.state.now.slice(0, 16);
  }

  // A list of moments to jump to; drawn anew only when it is another one, so that no press is lost.
  buttons(id, events, empty = "") {
    const key = JSON.stringify([events, document.documentElement.lang]);
    if ($(id).state === key) return;
    $(id).state = key;
    const nodes = events.map((event) =>
      el("li", {}, el("button", { type: "button", className: "event", onclick: () => this.advance({ to: event.at }) },
        el("time", {}, fullText(moment(event.at))), el("span", {}, named(event, "title")))));
    $(id).replaceChildren(...(nodes.length || !empty ? nodes : [el("li", { className: "none" }, t(empty))]));
  }

  // Messages of one moment and kind stand together: eleven morning messages are one line with eleven names.
  queue(state) {
    const groups = new Map();
    for (const one of state.queue ?? []) {
      const key = `${one.at}\n${one.text}`;
      if (!groups.has(key)) groups.set(key, { at: one.at, text: named(one, "text"), to: [] });
      groups.get(key).to.push(this.isSomebody(one.to) ? one.to : named(one, "to")); // people are called as in the list
    }
    const all = [...groups.values()];
    const shown = this.allQueue ? all : all.slice(0, QUEUE_SHOWN);
    const count = (group) => (group.to.length > 1 ? ` · ${t("messagesCount", { n: group.to.length })}` : "");
    const nodes = shown.map((group) => el("li", {},
      el("time", {}, fullText(moment(group.at)), count(group)), el("span", {}, group.text), this.names(group.to)));
    $("queue").replaceChildren(...(nodes.length ? nodes : [el("li", { className: "none" }, t("nothingQueued"))]));
    const length = state.queue_length ?? state.queue?.length ?? 0;
    $("queue-count").textContent = length ? `(${numberText(length)})` : "";
    $("queue-all").hidden = all.length <= shown.length;
    // The server gives the first of a long queue only.
    const rest = length - (state.queue?.length ?? 0);
    $("queue-rest").hidden = !this.allQueue || rest < 1;
    $("queue-rest").textContent = t("queueRest", { n: rest });
  }

  names(to) {
    const more = this.allQueue ? 0 : to.length - NAMES_SHOWN;
    const names = more > 1 ? to.slice(0, NAMES_SHOWN) : to;
    return el("strong", { title: to.join(", ") }, `→ ${names.join(", ")}${more > 1 ? ` ${t("andMore", { n: more })}` : ""}`);
  }

  // One line for a newcomer who left the tour: what to press first, and what then.
  hint() {
    if (!this.state) return;
    const [first] = this.highlights;
    const moved = this.state.now.slice(0, 10) > this.state.first.slice(0, 10);
    $("hint").hidden = this.guided || document.body.classList.contains("touring") || (!moved && !first);
    if ($("hint").hidden) return;
    $("hint-text").textContent = t(moved ? "hintDone" : "hint");
    $("hint-go").hidden = moved;
    if (first) {
      $("hint-go").textContent = `${shortDay(moment(first.at))}: ${named(first, "title")}`;
      $("hint-go").onclick = () => this.advance({ to: first.at });
    }
  }

  // Somebody has been opened.
  opened() {
    if (!this.state || this.state.now.slice(0, 10) === this.state.first.slice(0, 10)) return;
    this.guided = true;
    this.hint();
  }
}
