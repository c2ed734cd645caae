// Talking to the server: JSON requests, and the stream of news.

export class Refused extends Error {
  constructor(code, reason, status = 0) {
    super(reason);
    this.code = code;
    this.status = status;
  }
}

async function read(response) {
  if (response.ok) return response.json();
  let answer;
  try {
    answer = await response.json();
  } catch {
    throw new Refused("server", `${response.status} ${response.statusText}`, response.status);
  }
  throw new Refused(answer.code, answer.reason, response.status);
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

// What this server may not have: null when it answers 404 (or 405), so that the page hides that part.
export async function getIfThere(path) {
  try {
    return await get(path);
  } catch (error) {
    if (error.status === 404 || error.status === 405) return null;
    throw error;
  }
}

export const post = (path, body) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body ?? {}) });

export const postForm = (path, form) => ask(path, { method: "POST", body: form });

export const chatPath = (key, person) => `/sandbox/chats/${encodeURIComponent(key)}/as/${person}`;

export const fileUrl = (id) => `/sandbox/files/${encodeURIComponent(id)}`;

const AGAIN = 1500; // milliseconds
const BURST = 30; // milliseconds

// News arrive in bursts (a played day sends hundreds): they are handed on a few dozen times a second, all together.
// onState(online, again): `again` when the stream is back after having been away. The promise is kept as soon as the first
// stream is there, or is not to be had: what is asked for then misses no news.
export function listen(onEvents, onState) {
  let begun;
  const beginning = new Promise((resolve) => {
    begun = resolve;
  });
  let waiting = [];
  let asked = false;
  let tried = false;
  const flush = () => {
    asked = false;
    const events = waiting;
    waiting = [];
    onEvents(events);
  };
  const connect = () => {
    const source = new EventSource("/sandbox/events");
    source.onopen = () => {
      onState(true, tried);
      tried = true;
      begun();
    };
    source.onerror = () => {
      onState(false, false);
      tried = true;
      begun();
      // The browser tries again by itself, except after an answer other than a stream.
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, AGAIN);
    };
    source.onmessage = (message) => {
      waiting.push(JSON.parse(message.data));
      if (!asked) {
        asked = true;
        setTimeout(flush, BURST);
      }
    };
  };
  connect();
  return beginning;
}
