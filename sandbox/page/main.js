// Puts the page together: the list, the conversation, the composer, the clock, the drawers, and the news from the server.

import { Refused, chatPath, get, listen, post } from "/page/api.js";
import { Clock } from "/page/clock.js";
import { Composer } from "/page/composer.js";
import { Conversation } from "/page/conversation.js";
import { deepLink, startCode } from "/page/links.js";
import { $, alertBox, askBox, openMenu, toast } from "/page/dom.js";
import { closeDrawer, startDrawers } from "/page/drawer.js";
import { Faults } from "/page/faults.js";
import { applyWords, language, refusalText, switchLanguage, t } from "/page/i18n.js";
import { Presses } from "/page/keys.js";
import { Log } from "/page/log.js";
import { startViewer } from "/page/media.js";
import { mainMenu } from "/page/menus.js";
import { People } from "/page/people.js";
import { PHONE, keep, kept } from "/page/prefs.js";
import { Tour } from "/page/tour.js";

const NEWCOMERS = 100; // milliseconds: many new people mean one look at the list
const DONE = "✓"; // begins the button under one's own duty
const MORNINGS = 7; // that the tour looks through for a reminder

// Runs a request; a refusal is shown and gives null.
async function run(promise) {
  try {
    return await promise;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(refusalText(error));
    return null;
  }
}

const act = (name, body) => run(post(`${conversation.path}/${name}`, body));

const presses = new Presses(
  (message) => conversation.timeline.update(conversation.timeline.data[conversation.timeline.find(message.id)] ?? message),
  (answer) => {
    if (answer.text && answer.show_alert) alertBox(answer.text);
    else if (answer.text) toast(answer.text);
    if (answer.url && !followLink(answer.url)) window.open(answer.url, "_blank", "noopener");
  },
  () => toast(t("error_no_answer")),
);

const actions = {
  run,
  command: (text) => composer.send(text),
  link: (url) => followLink(url),
  mention: (name) => followLink(`https://t.me/${name.slice(1)}`) || toast(t("error_no_mention", { name })),
  show: (id) => run(conversation.show(id)),
  react: (message, emoji) => act("react", { message, emoji }),
  vote: (message, options) => act("vote", { message, options }),
  remove: (message) => act("delete", { message }),
  reply: (message) => composer.replyTo(message),
  edit: (message) => composer.edit(message),
  json: (message) => showJson(message.api),
  refused: (code) => toast(t(`error_${code}`)),
  inline: (text, api) => composer.fill(`@${(api.via_bot ?? api.from).username} ${text}`),
  waits: (message, row, column) => presses.waits(message, row, column),
  press: (message, row, column) => presses.press(message, row, column, () => act("press", { message: message.id, row, column })),
  topic: (topic) => conversation.switchTopic(topic),
  reading: (away) => composer.reading(away),
  switchPerson: (person) => run(conversation.open(conversation.row, person)),
};

function showJson(value) {
  $("json-text").textContent = JSON.stringify(value, null, 2);
  $("json").showModal();
}

// t.me/bot?start=code is followed here, as the person who is chosen, not in a new window.
function followLink(text) {
  const link = deepLink(text);
  if (!link) return false;
  const row = [...people.rows.values()].find((one) => one.bot?.username?.toLowerCase() === link.bot && one.person === conversation.person);
  if (!row) return false;
  choose(row.key).then(() => {
    if (link.start !== null) startWith(link.start);
  });
  return true;
}

async function startWith(code) {
  if (conversation.row.blocked) await act("block", { blocked: false });
  return composer.send(`/start ${code}`.trim());
}

async function openLink() {
  const text = await askBox(t("linkAsk"), t("go"));
  if (text) await startWith(startCode(text));
}

// `topic`: of a forum; all of them when none is given.
async function choose(key, { quiet = false, topic } = {}) {
  const row = people.rows.get(key);
  const humans = (row.members ?? []).filter((one) => !one.bot);
  const known = humans.some((one) => one.id === conversation.person) ? conversation.person : humans[0]?.id;
  const person = row.person ?? known;
  people.choose(key);
  view("chat");
  keep("chat", key);
  if (person) await run(conversation.open(row, person, { quiet, topic }));
  else toast(t("error_nobody_there"));
}

function view(name) {
  document.body.dataset.view = name;
  for (const tab of document.querySelectorAll("#tabs button")) tab.setAttribute("aria-pressed", String(tab.dataset.view === name));
  if (name === "chat" && conversation.row) {
    if (conversation.wasAtEnd) conversation.scrollToEnd();
    conversation.markRead();
  }
}

function chatMenu() {
  const { row } = conversation;
  const items = [];
  if (row.person) {
    items.push({ text: t("blockedSwitch"), checked: row.blocked, act: () => act("block", { blocked: !row.blocked }) });
    items.push({ text: t("openLink"), act: openLink });
  } else {
    items.push({ text: t("addToGroup"), act: addToGroup });
    items.push({ text: t("leave"), act: () => act("leave", {}) });
  }
  if (log.there) items.push({ text: t("chatLog"), act: () => openLog(true) });
  openMenu($("chat-menu"), items);
}

function addToGroup() {
  const { row } = conversation;
  const inside = new Set(row.members.map((one) => one.id));
  const outside = [...people.rows.values()].filter((one) => one.person && !inside.has(one.person));
  const join = (person) => run(post(`/sandbox/chats/${encodeURIComponent(row.key)}/as/${person}/join`, {}));
  if (!outside.length) toast(t("allInside"));
  else openMenu($("chat-menu"), [{ heading: t("addToGroup") }, ...outside.map((one) => ({ text: one.title, act: () => join(one.person) }))]);
}

function openLog(here = false) {
  $("log-here").checked = here;
  if (log.there) log.open();
  else window.open("/sandbox/updates", "_blank", "noopener");
}

let preparing = false;
let shown = false; // whether there has been anything to see

async function reload() {
  const state = await run(get("/sandbox/chats"));
  if (!state) return;
  prepare(Boolean(state.preparing));
  if (preparing) return;
  people.load(state.chats);
  if (state.clock) await clock.start();
  faults.load().then(tools);
  log.probe().then(tools);
  if (!shown) {
    shown = true;
    words();
    await first();
    if (state.clock) tour.offer();
  } else if (!conversation.row) {
    // Nobody is looked at.
  } else if (people.rows.has(conversation.row.key)) {
    await run(conversation.open(people.rows.get(conversation.row.key), conversation.person, { quiet: true }));
  } else {
    // The demo was begun anew, with other people.
    conversation.close();
    await first();
  }
}

// The host has not everything in its place yet: nothing half ready is shown, and the news tell when it is.
function prepare(waiting) {
  preparing = waiting;
  $("preparing").hidden = !waiting;
  for (const node of document.body.children) {
    if (!["preparing", "offline"].includes(node.id)) node.inert = waiting;
  }
}

// Whom to look at at first: the one of the last visit, else the first in the list (a phone begins with the list).
async function first() {
  const last = kept("chat");
  const topic = kept("topic") ? Number(kept("topic")) : undefined; // of the chat of the last visit
  if (last && people.rows.has(last) && !tour.running) await choose(last, { topic });
  else if (!matchMedia(PHONE).matches && people.rows.size) await choose(people.rows.keys().next().value);
}

function tools() {
  for (const node of document.querySelectorAll("[data-needs=faults]")) node.hidden = !faults.there;
  for (const node of document.querySelectorAll("[data-needs=log]")) node.hidden = !log.there;
}

let listAsked = 0;

function news(events) {
  const here = [];
  for (const event of events) {
    if (event.type === "reload") {
      reload();
      return;
    }
    if (preparing) continue;
    if (event.row) people.update(event.row);
    if (event.type === "people") {
      clearTimeout(listAsked);
      listAsked = setTimeout(refreshList, NEWCOMERS);
    } else if (event.type === "clock") clock.news(event);
    else if (event.type === "faults") faults.load();
    else if (event.type === "log") log.load();
    else if (event.type === "callback") presses.answered(event);
    else if (event.type === "inline") composer.suggestions.answer(event);
    else if (event.chat && event.chat === conversation.row?.key) here.push(event);
  }
  if (here.length && !conversation.holds(here)) newsHere(here);
}

// News of the open chat.
function newsHere(here) {
  conversation.take(here);
  const keyboards = here.findLast((event) => event.keyboards)?.keyboards;
  if (keyboards) composer.keyboard(keyboards[conversation.person]);
  composer.state();
  if (here.some((event) => event.message?.kind === "service")) refreshChat();
}

async function refreshList() {
  const state = await run(get("/sandbox/chats"));
  if (!state) return;
  people.load(state.chats);
  if (state.clock) await clock.start();
  await refreshChat();
}

async function refreshChat() {
  if (!conversation.row) return;
  const page = await run(get(`${conversation.path}?limit=1`));
  if (!page || page.row.key !== conversation.row?.key) return;
  conversation.refresh(page);
  composer.update(page);
}

const people = new People((key) => {
  clock.opened();
  return choose(key);
});
const conversation = new Conversation(actions, (page) => composer.load(page), (events) => newsHere(events));
const composer = new Composer(conversation, run);
const clock = new Clock((zone) => {
  if (conversation.zone === zone) return;
  people.zone = conversation.zone = zone;
  people.refresh();
  if (conversation.row) run(conversation.open(conversation.row, conversation.person));
}, () => people.refresh(), (name) => [...people.rows.values()].some((row) => row.title === name));
const faults = new Faults(() => [...people.rows.values()]);
const log = new Log(() => conversation.row);

const tour = new Tour({
  view,
  // The next morning on which somebody is told of a duty of their own, which has a button to say that it is done.
  firstReminder: async () => {
    const before = newestDate();
    const written = (row) => row.person && row.last?.date > before && row.last.from_id !== row.person;
    let row = null;
    clock.guided = true;
    for (let morning = 0; morning < MORNINGS && !row; morning += 1) {
      if (!(await clock.advance({ step: "morning" }))) break;
      await refreshList();
      row = await withDuty([...people.rows.values()].filter(written));
    }
    row ??= [...people.rows.values()].find(written);
    if (row) await choose(row.key, { quiet: true });
    return Boolean(row);
  },
  ask: async () => {
    const done = await composer.send(t("tourQuestion"));
    if (done) conversation.scrollToEnd();
    return Boolean(done);
  },
  someone: () => conversation.row || choose(people.rows.keys().next().value),
  begun: () => clock.hint(),
  ended: () => clock.hint(),
});

// Of these, the one whose newest message has nothing under it but buttons to say that something is done; or has some.
async function withDuty(rows) {
  let found = null;
  for (const row of rows) {
    const page = await run(get(`${chatPath(row.key, row.person)}?limit=1`));
    const buttons = page?.messages.at(-1)?.api.reply_markup?.inline_keyboard?.flat() ?? [];
    if (!buttons.some((one) => one.text.startsWith(DONE))) continue;
    if (buttons.every((one) => one.text.startsWith(DONE))) return row;
    found ??= row;
  }
  return found;
}

const newestDate = () => Math.max(...[...people.rows.values()].filter((row) => row.person).map((row) => row.last?.date ?? 0));

function words() {
  applyWords();
  $("language").textContent = language === "ru" ? "EN" : "RU";
  $("language").lang = language === "ru" ? "en" : "ru";
  $("language").title = language === "ru" ? "English" : "Русский";
  $("language").setAttribute("aria-label", $("language").title);
  if (!conversation.row) $("nothing").textContent = t("choose");
  $("offline").textContent = t(clock.started ? "offline" : "offlineTool");
}

function relabel() {
  switchLanguage();
  words();
  for (const row of people.nodes.values()) row.state = null;
  people.render();
  if (clock.state) clock.show(clock.state);
  faults.draw();
  log.relabel();
  tour.words();
  if (conversation.row) run(conversation.open(conversation.row, conversation.person, { quiet: true }));
}

function connection(online, again) {
  $("offline").textContent = t(clock.started ? "offline" : "offlineTool");
  $("offline").hidden = online;
  document.body.classList.toggle("offline", !online);
  if (!online || !again) return;
  presses.forget();
  log.forget();
  toast(t("backAgain"));
  reload();
}

function listenToPeople() {
  for (const tab of document.querySelectorAll("#tabs button")) tab.addEventListener("click", () => view(tab.dataset.view));
  $("chat-back").addEventListener("click", () => view("people"));
  $("chat-menu").addEventListener("click", chatMenu);
  $("language").addEventListener("click", relabel);
  $("main-menu").addEventListener("click", () => mainMenu({ tour, faults, openLog, clock }));
  $("open-faults").addEventListener("click", () => faults.open());
  $("open-log").addEventListener("click", () => openLog());
  $("open-tour").addEventListener("click", () => {
    closeDrawer();
    tour.begin();
  });
  $("add-person").addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = $("person-name").value.trim();
    if (name && (await run(post("/sandbox/people", { first_name: name, language })))) $("person-name").value = "";
  });
  document.addEventListener("visibilitychange", () => conversation.markRead());
}

async function begin() {
  words();
  view("people");
  startDrawers();
  startViewer();
  listenToPeople();
  await listen(news, connection);
  await reload();
}

begin();
