// The strip of the campaign: stages as bands, deadlines as dots, today's mark; a day chosen on it can be jumped to.
//
// A press or the arrows only choose a day and show what is due on it; a second press (or Enter) goes there. The clock
// cannot go back, so a slip of the hand must not cost two months of the campaign.

import { $, el, svg } from "/page/dom.js";
import { named, t } from "/page/i18n.js";
import { DAY, HOUR, dayStart, dayText, distance, hourText, iso, longDay, moment, shortDay, show } from "/page/moments.js";

const MORNING = 9 * HOUR; // of the day that is gone to: what is due on it has just been sent then
const DOT = 2.6; // pixels
const STACK = 5; // dots above each other; more are the fifth, drawn larger
const TRACK = 38; // pixels
const SNAP = 5; // pixels: a press beside a dot means the dot
const TIP_LINES = 3;
const CARD_LINES = 12;
const LANES = 8;
const LANE = 1.2; // rem
const NAMED = 44; // pixels: a narrower band has no room for its name

export class Strip {
  constructor(onGo) {
    this.onGo = onGo;
    this.chosen = null; // the number of a day
    this.days = 0;
    this.highlights = new Map();
    this.width = 0;
    const strip = $("strip");
    strip.addEventListener("pointermove", (event) => this.tip(this.dayAt(event)));
    strip.addEventListener("pointerleave", () => this.tip(null));
    strip.addEventListener("click", (event) => this.choose(this.dayAt(event)));
    strip.addEventListener("dblclick", () => this.go());
    strip.addEventListener("keydown", (event) => this.key(event));
    $("strip-go").addEventListener("click", () => this.go());
    $("strip-close").addEventListener("click", () => {
      this.choose(null);
      strip.focus();
    });
    new ResizeObserver(() => this.draw()).observe(strip);
  }

  show(state) {
    const events = state.strip?.deadlines ?? (state.next_events ?? []);
    // The server names the interesting days still to come; those that have passed keep their mark here.
    for (const one of state.strip?.highlights ?? state.highlights ?? []) this.highlights.set(one.at, one);
    const key = JSON.stringify([state.first, state.last, state.strip ?? state.next_events, this.highlights.size, document.documentElement.lang]);
    this.state = state;
    if (key !== this.drawn) {
      this.drawn = key;
      this.first = dayStart(moment(state.first));
      this.days = Math.round((dayStart(moment(state.last)) - this.first) / DAY) + 1;
      this.byDay = new Map();
      for (const one of events) this.put(one, false);
      // The words of the interesting days stand first.
      for (const one of [...this.highlights.values()].reverse()) this.put(one, true);
      this.draw();
    }
    this.tick(state.now);
  }

  put(event, isHighlight) {
    const day = this.dayOf(moment(event.at));
    if (day < 0 || day >= this.days) return;
    if (!this.byDay.has(day)) this.byDay.set(day, { deadlines: [], highlight: "" });
    if (isHighlight) this.byDay.get(day).highlight = named(event, "title");
    else this.byDay.get(day).deadlines.push(event);
  }

  dayOf(date) {
    return Math.round((dayStart(date) - this.first) / DAY);
  }

  date(day) {
    return new Date(this.first.getTime() + day * DAY);
  }

  x(day) {
    return ((day + 0.5) / this.days) * this.width;
  }

  draw() {
    this.width = $("strip").clientWidth;
    if (!this.days || !this.width) return;
    this.stages();
    const track = svg("svg", { width: this.width, height: TRACK, "aria-hidden": "true" });
    track.append(svg("line", { x1: 0, x2: this.width, y1: TRACK - 5, y2: TRACK - 5, class: "axis" }));
    for (const [day, { deadlines, highlight }] of this.byDay) {
      const shown = Math.min(deadlines.length, STACK);
      for (let n = 0; n < shown; n += 1) {
        const large = n === STACK - 1 && deadlines.length > STACK ? 1.2 : 0;
        track.append(svg("circle", { cx: this.x(day), cy: TRACK - 5 - n * DOT * 2.1, r: DOT + large, class: "deadline", "data-day": day }));
      }
      if (highlight) track.append(svg("path", { d: `M${this.x(day) - 4} 0h8l-4 6z`, class: "highlight", "data-day": day }));
    }
    $("strip-track").replaceChildren(track);
    this.months();
    this.today = null; // the new dots do not know yet which of them have passed
    this.tick(this.state.now);
    this.mark("strip-chosen", this.chosen);
  }

  // Bands that overlap go to lanes of their own.
  stages() {
    const ends = [];
    const bands = (this.state.strip?.stages ?? []).map((stage, number) => {
      const from = Math.max(0, this.dayOf(moment(stage.from)));
      const to = Math.min(this.days - 1, this.dayOf(moment(stage.to)));
      let lane = ends.findIndex((end) => end < from);
      if (lane < 0) lane = ends.length < LANES ? ends.length : LANES - 1;
      ends[lane] = to;
      const words = `${named(stage, "title")}: ${shortDay(moment(stage.from))} – ${shortDay(moment(stage.to))}`;
      const band = el("div", { className: "band", title: words, dataset: { color: number % 6 } });
      if (((to - from + 1) / this.days) * this.width >= NAMED) band.append(named(stage, "title"));
      band.style.left = `${(from / this.days) * 100}%`;
      band.style.width = `${((to - from + 1) / this.days) * 100}%`;
      band.style.top = `${lane * LANE}rem`;
      return band;
    });
    $("strip-stages").replaceChildren(...bands);
    $("strip-stages").style.height = `${ends.length * LANE}rem`;
    $("stages-section").hidden = !bands.length;
    $("stages").replaceChildren(...(this.state.strip?.stages ?? []).map((stage, number) =>
      el("li", {}, el("span", { className: "swatch", "aria-hidden": "true", dataset: { color: number % 6 } }),
        el("span", {}, named(stage, "title")), el("small", {}, `${shortDay(moment(stage.from))} – ${shortDay(moment(stage.to))}`))));
  }

  months() {
    const nodes = [];
    for (let day = 0; day < this.days; day += 1) {
      const date = this.date(day);
      const left = this.days - day;
      // A month that begins or ends at the very edge has no room for its name.
      if ((day !== 0 && date.getUTCDate() !== 1) || (left / this.days) * this.width < 28) continue;
      if (day === 0 && date.getUTCDate() > 24) continue;
      const node = el("span", {}, show(date, { month: "short" }).replace(".", ""));
      node.style.left = `${(day / this.days) * 100}%`;
      nodes.push(node);
    }
    $("strip-months").replaceChildren(...nodes);
  }

  mark(id, day) {
    $(id).hidden = day === null;
    if (day !== null) $(id).style.left = `${((day + 0.5) / this.days) * 100}%`;
  }

  tick(now) {
    if (!this.days) return;
    this.now = moment(now);
    const passed = (this.now - this.first) / DAY;
    $("strip-now").style.left = `${Math.min(100, (passed / this.days) * 100)}%`;
    const today = Math.floor(passed);
    if (today !== this.today) {
      this.today = today;
      for (const dot of $("strip-track").querySelectorAll("[data-day]")) dot.classList.toggle("past", Number(dot.dataset.day) < today);
      $("strip").setAttribute("aria-valuemax", this.days - 1);
      this.name();
      if (this.chosen !== null) this.card();
    }
  }

  // The day under the pointer; the dot beside it if there is one.
  dayAt(event) {
    const x = event.clientX - $("strip").getBoundingClientRect().left;
    const day = Math.max(0, Math.min(this.days - 1, Math.floor((x / this.width) * this.days)));
    if (this.byDay.has(day)) return day;
    const near = [...this.byDay.keys()].filter((one) => Math.abs(this.x(one) - x) <= SNAP);
    return near.sort((a, b) => Math.abs(this.x(a) - x) - Math.abs(this.x(b) - x))[0] ?? day;
  }

  lines(day) {
    const { highlight, deadlines } = this.byDay.get(day) ?? { highlight: "", deadlines: [] };
    return { highlight, deadlines };
  }

  tip(day) {
    const tip = $("strip-tip");
    tip.hidden = day === null || !this.days;
    if (tip.hidden) return;
    const { highlight, deadlines } = this.lines(day);
    const words = [...(highlight ? [highlight] : []), ...deadlines.map((one) => named(one, "title"))];
    tip.replaceChildren(
      el("strong", {}, `${dayText(this.date(day))} · ${distance(this.now, this.date(day))}`),
      ...words.slice(0, TIP_LINES).map((text) => el("span", {}, text)),
      words.length > TIP_LINES ? el("span", {}, t("more", { n: words.length - TIP_LINES })) : "",
    );
    const width = tip.offsetWidth;
    tip.style.left = `${Math.max(0, Math.min(this.width - width, this.x(day) - width / 2))}px`;
  }

  choose(day) {
    this.chosen = day;
    this.mark("strip-chosen", day);
    this.tip(null);
    this.card();
    this.name();
    if (day !== null) $("strip-card").scrollIntoView({ block: "nearest" });
  }

  name() {
    const day = this.chosen ?? Math.max(0, Math.min(this.days - 1, this.today ?? 0));
    const { highlight, deadlines } = this.lines(day);
    $("strip").setAttribute("aria-valuenow", day);
    const what = highlight || (deadlines.length ? t("deadlinesCount", { n: deadlines.length }) : t("noDeadlines"));
    $("strip").setAttribute("aria-valuetext", `${longDay(this.date(day))}, ${what}`);
  }

  // Nine in the morning of the chosen day, or the calendar's end if that is earlier; null when it has passed.
  target() {
    if (this.chosen === null) return null;
    const at = iso(new Date(this.date(this.chosen).getTime() + MORNING));
    const wanted = at > this.state.last ? this.state.last : at;
    return moment(wanted) > this.now ? wanted : null;
  }

  card() {
    const day = this.chosen;
    $("strip-card").hidden = day === null;
    if (day === null) return;
    const date = this.date(day);
    const { highlight, deadlines } = this.lines(day);
    const target = this.target();
    $("strip-day").textContent = `${longDay(date)} · ${distance(this.now, date)}`;
    $("strip-what").textContent = highlight;
    $("strip-what").hidden = !highlight;
    const items = deadlines.slice(0, CARD_LINES).map((one) =>
      el("li", {}, one.number ? el("strong", {}, `${t("item", { n: one.number })} `) : null, named(one, "title"), el("small", {}, ` ${this.hour(one.at)}`)));
    if (deadlines.length > CARD_LINES) items.push(el("li", { className: "none" }, t("more", { n: deadlines.length - CARD_LINES })));
    if (!items.length) items.push(el("li", { className: "none" }, t("noDeadlines")));
    $("strip-list").replaceChildren(...items);
    $("strip-past").hidden = target !== null;
    $("strip-past").textContent = t(day < this.today ? "error_backwards" : "todayAlready");
    $("strip-go").hidden = target === null;
    if (target) $("strip-go").textContent = t("goTo", { day: shortDay(moment(target)), hour: hourText(moment(target)) });
  }

  // The end of a day is no hour worth naming.
  hour(at) {
    const hour = at.slice(11, 16);
    return ["", "00:00", "23:59"].includes(hour) ? "" : t("until", { hour });
  }

  go() {
    const target = this.target();
    if (!target) return;
    this.choose(null);
    this.onGo(target);
  }

  key(event) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.go();
      return;
    }
    if (event.key === "Escape") {
      this.choose(null);
      return;
    }
    const from = this.chosen ?? this.today;
    const marked = [...this.byDay.keys()].sort((a, b) => a - b);
    const to = {
      ArrowRight: from + 1, ArrowLeft: from - 1, PageUp: from + 7, PageDown: from - 7, Home: 0, End: this.days - 1,
      ArrowUp: marked.find((day) => day > from), ArrowDown: marked.findLast((day) => day < from),
    };
    if (!(event.key in to)) return;
    event.preventDefault();
    this.choose(Math.max(0, Math.min(this.days - 1, to[event.key] ?? from)));
  }
}
