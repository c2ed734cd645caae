// Words, numbers and dates of the page. Russian is the default; a choice of English is kept, and ?lang=en sets it.

import { keep, kept } from "/page/prefs.js";
import { WORDS as en } from "/page/words-en.js";
import { WORDS as ru } from "/page/words-ru.js";

const WORDS = { ru, en };
const LOCALES = { ru: "ru-RU", en: "en-GB" };

function initialLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  const wanted = asked || kept("lang", "ru");
  return wanted in WORDS ? wanted : "ru";
}

export let language = initialLanguage();

// {name} is replaced by a value; {n|день|дня|дней} by the value n and the form of the noun that fits it.
export function t(key, values = {}) {
  const text = WORDS[language][key] ?? WORDS.ru[key] ?? key;
  return text
    .replace(/\{(\w+)\|([^}]+)\}/g, (_, name, forms) => `${numberText(values[name])} ${plural(values[name], forms.split("|"))}`)
    .replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// What the server names in Russian, and in English beside it («title», «title_en») where it knows how.
export const named = (thing, field) => (language === "en" && thing[`${field}_en`]) || thing[field] || "";

export const has = (key) => key in WORDS.ru;

function plural(number, forms) {
  const rule = new Intl.PluralRules(LOCALES[language]).select(number);
  const at = forms.length === 2 ? Number(rule !== "one") : { one: 0, few: 1 }[rule] ?? 2;
  return forms[at];
}

// The form of a noun that fits a number that stands before it already; the words have its forms, «день|дня|дней».
export const noun = (key, number) => plural(number, t(key).split("|"));

export function switchLanguage() {
  language = language === "ru" ? "en" : "ru";
  keep("lang", language);
}

// The sentence for a refusal; what the server says itself is the last resort.
export function refusalText(error) {
  if (has(`error_${error.code}`)) return t(`error_${error.code}`);
  if (/IMAGE_PROCESS/.test(error.message)) return t("error_picture");
  return t("error_other", { reason: error.message || error.code });
}

// Puts words into the elements that name them: data-i18n (text), data-i18n-label, data-i18n-placeholder.
export function applyWords(root = document) {
  document.documentElement.lang = language;
  for (const node of root.querySelectorAll("[data-i18n]")) node.textContent = t(node.dataset.i18n);
  for (const node of root.querySelectorAll("[data-i18n-label]")) {
    node.setAttribute("aria-label", t(node.dataset.i18nLabel));
    if (node.matches("button, label")) node.title = t(node.dataset.i18nLabel);
  }
  for (const node of root.querySelectorAll("[data-i18n-placeholder]")) node.placeholder = t(node.dataset.i18nPlaceholder);
}

export const numberText = (number) => new Intl.NumberFormat(LOCALES[language]).format(number);

const formats = new Map(); // making one takes far longer than using it, and every message needs two

export function dateText(date, options) {
  const key = language + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(LOCALES[language], options));
  return formats.get(key).format(date);
}
