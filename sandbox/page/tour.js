// The guided tour: six steps beside what they speak of. It covers nothing and blocks nothing; its first button brings the
// first reminder.

import { $ } from "/page/dom.js";
import { t } from "/page/i18n.js";
import { keep, kept } from "/page/prefs.js";

const GAP = 14; // pixels between the card and what it speaks of
const EDGE = 12; // pixels from the window's edge
const NARROW = 720; // pixels: below that the card lies at the bottom

export class Tour {
  // `stage`: view(name), someone() opens a chat unless one is open, firstReminder() -> whether it came, ask() -> whether a
  // question was asked, begun(), ended().
  constructor(stage) {
    this.stage = stage;
    this.at = -1;
    // Each step: the tab of a phone, what the ring is around, and what its own button does, if it has one.
    this.steps = [
      { name: "start", view: "people", target: "#face", act: () => stage.firstReminder() },
      { name: "reminder", view: "chat", target: "#messages .item:last-child .bubble", act: () => stage.firstReminder() },
      { name: "people", view: "people", target: "#chats" },
      { name: "ask", view: "chat", target: "#write", act: () => stage.ask() },
      { name: "time", view: "clock", target: "#strip-section" },
      { name: "trouble", view: "clock", target: "#tools" },
    ];
    $("tour-next").addEventListener("click", () => this.go(this.at + 1));
    $("tour-back").addEventListener("click", () => this.go(this.at - 1));
    $("tour-skip").addEventListener("click", () => this.end());
    $("tour-act").addEventListener("click", () => this.act());
    $("tour").addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.end();
    });
    addEventListener("resize", () => this.place());
    new ResizeObserver(() => this.place()).observe($("tour"));
  }

  get running() {
    return this.at >= 0;
  }

  // On the first visit only.
  offer() {
    if (kept("tour") !== "seen" && new URLSearchParams(location.search).get("tour") !== "off") this.begin();
  }

  begin() {
    this.done = new Set(); // names of steps whose button has been pressed
    document.body.classList.add("touring");
    this.stage.begun();
    this.go(0);
  }

  go(at) {
    if (at >= this.steps.length) {
      this.end();
      return;
    }
    this.at = Math.max(0, at);
    const step = this.steps[this.at];
    this.stage.view(step.view);
    if (step.view === "chat") this.stage.someone();
    $("tour").hidden = false;
    this.words();
    $("tour-act").disabled = false;
    // The window has to settle on the other tab first.
    requestAnimationFrame(() => {
      document.querySelector(step.target)?.scrollIntoView({ block: "nearest" });
      this.place();
      ($("tour-act").hidden ? $("tour-next") : $("tour-act")).focus({ preventScroll: true });
    });
  }

  words() {
    if (!this.running) return;
    const step = this.steps[this.at];
    $("tour-count").textContent = t("tourCount", { n: this.at + 1, all: this.steps.length });
    const done = this.done.has(step.name);
    const answered = done && step.name === "ask"; // the card makes room for the answer
    $("tour-title").textContent = t(answered ? "tour_ask_done" : `tour_${step.name}_title`);
    const before = step.name === "reminder" && !done; // there is nothing to explain yet
    $("tour-text").textContent = t(before ? "tour_reminder_before" : `tour_${step.name}_text`);
    $("tour-text").hidden = answered;
    const act = step.act && !done;
    $("tour-act").hidden = !act;
    if (act) $("tour-act").textContent = t(`tour_${step.name === "reminder" ? "start" : step.name}_act`);
    $("tour-next").className = act ? "quiet" : "";
    $("tour-next").textContent = t(this.at === this.steps.length - 1 ? "tourDone" : "tourNext");
    $("tour-back").hidden = this.at === 0;
    $("tour-skip").hidden = this.at === this.steps.length - 1;
  }

  async act() {
    const { at } = this;
    const { name, act } = this.steps[at];
    $("tour-act").disabled = true;
    const done = await act();
    $("tour-act").disabled = false;
    if (!done || this.at !== at) return;
    this.done.add(name);
    if (name === "start") {
      this.done.add("reminder");
      this.go(at + 1);
    } else {
      this.words();
      this.place();
      $("tour-next").focus({ preventScroll: true });
    }
  }

  end() {
    keep("tour", "seen");
    this.at = -1;
    $("tour").hidden = true;
    $("tour-ring").hidden = true;
    document.body.classList.remove("touring");
    this.stage.ended();
  }

  // Beside the target where there is room, else at the window's lower edge; the ring lies around the target.
  place() {
    if (!this.running) return;
    const card = $("tour");
    const ring = $("tour-ring");
    const { name, target: place } = this.steps[this.at];
    const target = name === "reminder" && !this.done.has(name) ? null : document.querySelector(place);
    const box = target && inSight(target);
    const seen = box && box.width > 0 && box.bottom > box.top;
    ring.hidden = !seen;
    if (seen) {
      const top = Math.max(2, box.top - 5);
      ring.style.left = `${Math.max(2, box.left - 5)}px`;
      ring.style.top = `${top}px`;
      ring.style.width = `${Math.min(innerWidth - 4, box.width + 10)}px`;
      ring.style.height = `${Math.min(innerHeight - top - 2, box.bottom + 5 - top)}px`;
    }
    if (innerWidth < NARROW || !seen) {
      card.style.left = card.style.top = "";
      card.classList.add("sheet");
      // What it speaks of must not lie under it, nor the answer that has come.
      card.classList.toggle("above", Boolean(seen) && box.top > innerHeight / 2 && !this.done.has(this.steps[this.at].name));
      return;
    }
    card.classList.remove("sheet", "above");
    const { offsetWidth: width, offsetHeight: height } = card;
    const beside = Math.min(box.top, innerHeight - height - EDGE);
    const places = [
      [box.right + GAP, beside], [box.left - width - GAP, beside],
      [box.left, box.bottom + GAP], [box.left, box.top - height - GAP],
    ];
    const fits = ([x, y]) => x >= EDGE && x + width <= innerWidth - EDGE && y >= EDGE && y + height <= innerHeight - EDGE;
    const [x, y] = places.find(fits) ?? [innerWidth - width - EDGE, innerHeight - height - EDGE];
    card.style.left = `${Math.max(EDGE, Math.min(x, innerWidth - width - EDGE))}px`;
    card.style.top = `${Math.max(EDGE, Math.min(y, innerHeight - height - EDGE))}px`;
  }
}

// The part of an element that its scrolling column and the window show.
function inSight(node) {
  const box = node.getBoundingClientRect();
  const column = node.closest("#scroller, #panel-body")?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
  const top = Math.max(box.top, column.top);
  const bottom = Math.min(box.bottom, column.bottom, innerHeight);
  return { top, bottom, left: box.left, right: box.right, width: box.width, height: bottom - top };
}
