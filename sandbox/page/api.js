// Talking to the server: JSON requests, and the stream of news.

export class Refused extends Error {
  constructor(code, reason) {
    super(reason);
    this.code = code;
  }
}

async function read(response) {
  if (response.ok) return response.json();
  let answer;
  try {
    answer = await response.json();
  } catch {
    throw new Refused("server", `${response.status} ${response.statusText}`);
  }
  throw new Refused(answer.code, answer.reason);
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Refused("network", "");
  }
  return read(response);
}

export const get = (path) => ask(path, { cache: "no-store" });

export const post = (path, body) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body ?? {}) });

export const postForm = (path, form) => ask(path, { method: "POST", body: form });

export const chatPath = (key, person) => `/sandbox/chats/${encodeURIComponent(key)}/as/${person}`;

export const fileUrl = (id) => `/sandbox/files/${encodeURIComponent(id)}`;

// News arrive in bursts (a played day sends hundreds): they are handed on once a frame, all together.
export function listen(onEvents, onState) {
  let waiting = [];
  let asked = false;
  let opened = false;
  const flush = () => {
    asked = false;
    const events = waiting;
    waiting = [];
    onEvents(events);
  };
  const source = new EventSource("/sandbox/events");
  source.onopen = () => {
    onState(true, opened);
    opened = true;
  };
  source.onerror = () => onState(false, false);
  source.onmessage = (message) => {
    waiting.push(JSON.parse(message.data));
    if (!asked) {
      asked = true;
      setTimeout(flush, 30);
    }
  };
}
