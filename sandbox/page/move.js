// A jump of the clock under way: how far it has come, and the button that ends it there.

import { post } from "/page/api.js";
import { $, toast } from "/page/dom.js";
import { numberText, refusalText, t } from "/page/i18n.js";
import { fullText, moment } from "/page/moments.js";

const LATER = 400; // milliseconds: a short jump needs no bar

export class Move {
  constructor() {
    $("move-stop").addEventListener("click", () => this.stop());
    // Where the clock's column is not in sight, the bar lies over the one that is.
    new IntersectionObserver(() => this.place()).observe($("panel"));
  }

  // This page has asked for a jump; the server tells the rest.
  begin() {
    this.asked = true;
    this.words(t("moving"), 0, false);
    this.timer = setTimeout(() => this.reveal(), LATER);
  }

  // `state`: the clock's, or news of it.
  show({ progress, can_stop: canStop }) {
    if (progress === undefined) return;
    if (!progress) {
      if (!this.asked) this.end();
      return;
    }
    const text = t("movingTo", { now: fullText(moment(progress.now)), to: fullText(moment(progress.to)), n: numberText(progress.sent) });
    this.words(text, progress.share, canStop);
    if (!this.asked) this.reveal();
  }

  words(text, share, canStop) {
    $("move-text").textContent = text;
    $("move-share").value = share;
    $("move-stop").hidden = !canStop;
  }

  reveal() {
    this.place();
    $("move").hidden = false;
  }

  end() {
    clearTimeout(this.timer);
    this.asked = false;
    if ($("move").contains(document.activeElement)) $("panel").focus({ preventScroll: true });
    $("move").hidden = true;
    $("move-stop").disabled = false;
  }

  place() {
    const inside = $("panel").offsetParent !== null;
    $("move").classList.toggle("floating", !inside);
    if (inside && $("move").parentElement === document.body) $("player").before($("move"));
    if (!inside && $("move").parentElement !== document.body) document.body.append($("move"));
  }

  async stop() {
    $("move-stop").disabled = true;
    try {
      await post("/sandbox/clock/stop", {});
    } catch (error) {
      toast(refusalText(error));
    } finally {
      $("move-stop").disabled = false;
    }
  }
}
