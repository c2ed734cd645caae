// The messages of the open chat: all that were loaded are kept as data, and only a window of them as elements, so that
// ten thousand scroll as lightly as ten. Data hold no gap: from the oldest that was loaded to the newest.

const STEP = 60; // messages that scrolling adds
const WINDOW = 240; // elements in the page at most
const ANCHORS = 3; // the first of them may be drawn anew in between
const LONG = 6000; // messages kept as data while the reader is at the end

export class Timeline {
  // `draw(data, index)` makes the element of one message (an <li>, hidden where another message shows it).
  constructor(list, scroller, draw) {
    this.list = list;
    this.scroller = scroller;
    this.draw = draw;
    this.reset([], false);
  }

  reset(messages, more) {
    this.data = messages;
    this.more = more; // whether the server has older ones
    this.nodes = new Map();
    this.list.replaceChildren();
    this.lo = this.hi = 0; // the window: data[lo] … data[hi - 1]
    this.render(messages.length - STEP * 2, messages.length);
  }

  get complete() {
    return this.hi === this.data.length;
  }

  get newest() {
    return this.data.at(-1);
  }

  // Where a message is, or where it would be.
  place(id) {
    let low = 0;
    let high = this.data.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.data[middle].id < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // The messages from this one on.
  from(id) {
    return this.data.slice(this.place(id));
  }

  find(id) {
    const at = this.place(id);
    return this.data[at]?.id === id ? at : -1;
  }

  // Albums are shown by their first message: a window never begins within one.
  albumStart(at) {
    const album = this.data[at]?.api.media_group_id;
    let start = at;
    while (album && start > 0 && this.data[start - 1].api.media_group_id === album) start -= 1;
    return start;
  }

  render(from, to) {
    this.lo = this.albumStart(Math.max(0, from));
    this.hi = Math.min(this.data.length, Math.max(to, 0));
    this.nodes.clear();
    const fresh = [];
    for (let at = this.lo; at < this.hi; at += 1) fresh.push(this.element(at));
    this.list.replaceChildren(...fresh);
  }

  element(at) {
    const node = this.draw(this.data, at);
    this.nodes.set(this.data[at].id, node);
    return node;
  }

  redrawAll() {
    this.still(() => {
      for (let at = this.lo; at < this.hi; at += 1) this.redraw(at);
    });
  }

  redraw(at) {
    const old = this.nodes.get(this.data[at]?.id);
    if (!old) return;
    const focus = old.contains(document.activeElement) ? focusPath(old) : -1;
    const fresh = this.element(at);
    old.replaceWith(fresh);
    if (focus >= 0) focusable(fresh)[Math.min(focus, focusable(fresh).length - 1)]?.focus({ preventScroll: true });
  }

  // Changes the elements while what the reader looks at stays where it is.
  still(change) {
    const top = this.scroller.getBoundingClientRect().top;
    const seen = [...this.list.children].filter((node) => !node.hidden && node.getBoundingClientRect().bottom > top);
    const anchors = seen.slice(0, ANCHORS).map((node) => ({ node, before: node.getBoundingClientRect().top }));
    change();
    const anchor = anchors.find(({ node }) => node.isConnected);
    if (anchor) this.scroller.scrollTop += anchor.node.getBoundingClientRect().top - anchor.before;
  }

  // New messages at the end; those that are there already are drawn anew. `follow`: the reader is at the end.
  add(messages, follow) {
    const complete = this.complete;
    const first = this.data.length;
    for (const message of messages) {
      const at = this.find(message.id);
      if (at >= 0) this.update(message);
      else if (!this.data.length || message.id > this.newest.id) this.data.push(message);
      else this.data.splice(this.place(message.id), 0, message);
    }
    if (follow && (!complete || this.data.length - first > STEP)) {
      this.shorten();
      this.toEnd();
    } else if (complete && this.hi - this.lo < WINDOW * 2) {
      const from = this.albumStart(first);
      while (this.hi < this.data.length) this.list.append(this.element(this.hi++));
      for (let at = from; at < first; at += 1) this.redraw(at);
      if (follow) this.dropTop(WINDOW);
      if (follow) this.shorten();
    }
  }

  // Forgets what a reader at the end would have to scroll far for; the server still has it.
  shorten() {
    const extra = this.data.length - LONG;
    if (extra < STEP || this.lo < extra) return;
    this.data.splice(0, extra);
    this.lo -= extra;
    this.hi -= extra;
    this.more = true;
  }

  dropTop(limit) {
    const lo = this.albumStart(Math.max(this.lo, this.hi - limit));
    while (this.lo < lo) this.drop(this.lo++);
  }

  dropBottom(limit) {
    while (this.hi - this.lo > limit) this.drop(--this.hi);
  }

  drop(at) {
    this.nodes.get(this.data[at].id)?.remove();
    this.nodes.delete(this.data[at].id);
  }

  update(message) {
    const at = this.find(message.id);
    if (at < 0) return;
    this.data[at] = message;
    this.redraw(this.albumStart(at));
  }

  remove(id) {
    const at = this.find(id);
    if (at < 0) return;
    const first = this.albumStart(at);
    if (at >= this.lo && at < this.hi) this.drop(at);
    this.data.splice(at, 1);
    if (at < this.lo) this.lo -= 1;
    if (at < this.hi) this.hi -= 1;
    this.redraw(first);
    this.redraw(at); // it may carry the line of the day now
  }

  // Older ones came from the server.
  prepend(messages, more) {
    const known = this.data[0]?.id ?? Infinity;
    const fresh = messages.filter((message) => message.id < known);
    this.data.unshift(...fresh);
    this.lo += fresh.length;
    this.hi += fresh.length;
    this.more = more && fresh.length > 0;
  }

  // Shows more above, if there is more as data.
  up() {
    if (this.lo === 0) return false;
    this.still(() => {
      const old = this.lo;
      const from = this.albumStart(Math.max(0, old - STEP));
      const fresh = document.createDocumentFragment();
      for (let at = from; at < old; at += 1) fresh.append(this.element(at));
      this.list.prepend(fresh);
      this.lo = from;
      this.redraw(old); // the line of its day may stand above an older one now
      this.dropBottom(WINDOW);
    });
    return true;
  }

  down() {
    if (this.complete) return false;
    this.still(() => {
      const to = Math.min(this.data.length, this.hi + STEP);
      while (this.hi < to) this.list.append(this.element(this.hi++));
      this.dropTop(WINDOW);
    });
    return true;
  }

  toEnd() {
    if (!this.complete || this.hi - this.lo > WINDOW) this.render(this.data.length - STEP * 2, this.data.length);
  }

  // Brings a message that is there as data into the window; its element, or undefined.
  reveal(id) {
    const at = this.find(id);
    if (at < 0) return undefined;
    const shown = this.albumStart(at);
    if (!this.nodes.has(this.data[shown].id)) this.render(shown - STEP, shown + STEP);
    return this.nodes.get(this.data[shown].id);
  }
}

const focusable = (node) => [...node.querySelectorAll("button, a, [tabindex]")];
const focusPath = (node) => focusable(node).indexOf(document.activeElement);
