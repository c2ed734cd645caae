// Puts the page together: the list, the conversation, the composer, the clock, and the news from the server.

import { Refused, get, listen, post } from "/page/api.js";
import { Composer } from "/page/composer.js";
import { Conversation } from "/page/conversation.js";
import { $, alertBox, askBox, openMenu, toast } from "/page/dom.js";
import { applyWords, has, language, switchLanguage, t } from "/page/i18n.js";
import { Panel } from "/page/panel.js";
import { People } from "/page/people.js";

const ANSWER_WAIT = 30_000; // milliseconds that a pressed button spins
const pressed = new Map(); // callback query -> its button

function tell(error) {
  if (!(error instanceof Refused)) throw error;
  toast(has(`error_${error.code}`) ? t(`error_${error.code}`) : /IMAGE_PROCESS/.test(error.message) ? t("error_picture") : error.message);
}

// Runs a request; a refusal is shown and gives null.
async function run(promise) {
  try {
    return await promise;
  } catch (error) {
    tell(error);
    return null;
  }
}

const act = (name, body) => run(post(`${conversation.path}/${name}`, body));

const actions = {
  command: (text) => composer.send(text),
  link: (url) => openDeepLink(url),
  show: (id) => conversation.show(id),
  react: (message, emoji) => act("react", { message, emoji }),
  vote: (message, options) => act("vote", { message, options }),
  remove: (message) => act("delete", { message }),
  reply: (message) => composer.replyTo(message),
  edit: (message) => composer.edit(message),
  refused: (code) => toast(t(`error_${code}`)),
  inline: (text, api) => {
    $("text").value = `@${(api.via_bot ?? api.from).username} ${text}`;
    composer.typed();
    $("text").focus();
  },
  press: async (message, row, column, button) => {
    const answer = await act("press", { message, row, column });
    if (!answer) return;
    pressed.set(answer.query, button);
    button.setAttribute("aria-busy", "true");
    setTimeout(() => {
      if (pressed.delete(answer.query)) {
        button.removeAttribute("aria-busy");
        toast(t("error_no_answer"));
      }
    }, ANSWER_WAIT);
  },
};

// t.me/bot?start=code, tg://resolve?domain=bot&start=code: followed here, not in a new window.
function openDeepLink(text) {
  let url;
  try {
    url = new URL(text);
  } catch {
    return false;
  }
  const name = url.protocol === "tg:" ? url.searchParams.get("domain") : /(^|\.)t\.me$/.test(url.hostname) ? url.pathname.slice(1) : null;
  const row = [...people.rows.values()].find((one) => one.bot?.username?.toLowerCase() === name?.toLowerCase() && one.person === conversation.person);
  if (!row) return false;
  choose(row.key).then(() => composer.send(`/start ${url.searchParams.get("start") ?? ""}`.trim()));
  return true;
}

async function choose(key) {
  const row = people.rows.get(key);
  const humans = (row.members ?? []).filter((one) => !one.bot);
  const known = humans.some((one) => one.id === conversation.person) ? conversation.person : humans[0]?.id;
  const person = row.person ?? known;
  people.choose(key);
  view("chat");
  sessionStorage.setItem("chat", key);
  if (person) await run(conversation.open(row, person));
}

function view(name) {
  document.body.dataset.view = name;
  for (const tab of document.querySelectorAll("#tabs button")) tab.setAttribute("aria-pressed", String(tab.dataset.view === name));
  if (name === "chat" && conversation.row) {
    conversation.scrollToEnd();
    conversation.markRead();
  }
}

function chatMenu() {
  const row = conversation.row;
  const items = [];
  if (row.person) {
    items.push({ text: t(row.blocked ? "unblock" : "block"), act: () => act("block", { blocked: !row.blocked }) });
    items.push({ text: t("openLink"), act: openLink });
  } else {
    items.push({ text: t("leave"), act: () => act("leave", {}) });
  }
  items.push({ text: t("updates"), act: () => window.open("/sandbox/updates", "_blank", "noopener") });
  openMenu($("chat-menu"), items);
}

async function openLink() {
  const text = await askBox(t("linkAsk"), t("go"));
  if (!text) return;
  const code = /[?&]start=([^&\s]+)/.exec(text)?.[1] ?? text.replace(/^\/start\s+/, "");
  if (conversation.row.blocked) await act("block", { blocked: false });
  composer.send(`/start ${decodeURIComponent(code)}`);
}

async function reload() {
  const state = await run(get("/sandbox/chats"));
  if (!state) return null;
  people.load(state.chats);
  if (conversation.row && people.rows.has(conversation.row.key)) {
    await run(conversation.open(people.rows.get(conversation.row.key), conversation.person));
  }
  return state;
}

let listAsked = 0;

function news(events) {
  const here = [];
  for (const event of events) {
    if (event.row) people.update(event.row);
    if (event.type === "reload") return reload();
    if (event.type === "people") {
      // Many at once mean one look at the list.
      clearTimeout(listAsked);
      listAsked = setTimeout(refreshList, 100);
    } else if (event.type === "clock") panel.load();
    else if (event.type === "callback") answered(event);
    else if (event.type === "inline") composer.inlineAnswer(event);
    else if (event.chat && event.chat === conversation.row?.key) here.push(event);
  }
  if (!here.length) return undefined;
  conversation.take(here);
  const keyboards = here.findLast((event) => event.keyboards)?.keyboards;
  if (keyboards) composer.keyboard(keyboards[conversation.person]);
  composer.state();
  if (here.some((event) => event.message?.kind === "service")) refreshChat();
  return undefined;
}

async function refreshList() {
  const state = await run(get("/sandbox/chats"));
  if (!state) return;
  people.load(state.chats);
  if (state.clock) await panel.start();
  await refreshChat();
}

// Topics, commands and membership may have changed; the messages stay as they are.
async function refreshChat() {
  if (!conversation.row) return;
  const page = await run(get(`${conversation.path}?limit=1`));
  if (!page || page.row.key !== conversation.row.key) return;
  conversation.row = page.row;
  conversation.page = page;
  conversation.head();
  conversation.topics();
  composer.page = page;
  $("slash").hidden = !page.commands.length;
  composer.state();
  composer.keyboard(page.keyboard);
}

function answered(event) {
  const button = pressed.get(event.id);
  if (!button) return;
  pressed.delete(event.id);
  button.removeAttribute("aria-busy");
  if (event.text && event.show_alert) alertBox(event.text);
  else if (event.text) toast(event.text);
  if (event.url && !openDeepLink(event.url)) window.open(event.url, "_blank", "noopener");
}

const people = new People((key) => {
  panel.opened();
  return choose(key);
});
const conversation = new Conversation(actions, (page) => composer.load(page));
const composer = new Composer(conversation, run);
const panel = new Panel((zone) => {
  if (conversation.zone === zone) return;
  people.zone = zone;
  conversation.zone = zone;
  people.refresh();
});

function words() {
  applyWords();
  $("language").textContent = language === "ru" ? "English" : "Русский";
  $("language").lang = language === "ru" ? "en" : "ru";
  if (!conversation.row) $("nothing").textContent = t("choose");
}

async function begin() {
  words();
  view("people");
  for (const tab of document.querySelectorAll("#tabs button")) tab.addEventListener("click", () => view(tab.dataset.view));
  $("chat-menu").addEventListener("click", chatMenu);
  $("language").addEventListener("click", () => {
    switchLanguage();
    words();
    people.render();
    panel.load();
    if (conversation.row) run(conversation.open(conversation.row, conversation.person));
  });
  $("add-person").addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = $("person-name").value.trim();
    if (name && (await run(post("/sandbox/people", { first_name: name, language })))) $("person-name").value = "";
  });
  document.addEventListener("visibilitychange", () => conversation.markRead());
  const state = await reload();
  if (state?.clock) await panel.start();
  listen(news, (online, again) => {
    $("offline").hidden = online;
    if (online && again) reload();
  });
  const kept = sessionStorage.getItem("chat");
  const wide = matchMedia("(min-width: 720px)").matches;
  if (kept && people.rows.has(kept)) await choose(kept);
  else if (wide && people.rows.size) await choose(people.rows.keys().next().value);
}

begin();
