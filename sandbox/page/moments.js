// Local times as the server writes them ("2023-01-25T09:00", without an offset). The page keeps them as if they were UTC
// and shows them so: the machine's own zone never matters.

import { dateText, t } from "/page/i18n.js";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const moment = (text) => new Date(`${text.length > 10 ? text.slice(0, 16) : `${text.slice(0, 10)}T00:00`}:00Z`);
export const iso = (date) => date.toISOString().slice(0, 16);
export const dayStart = (date) => new Date(Math.floor(date.getTime() / DAY) * DAY);
export const show = (date, options) => dateText(date, { ...options, timeZone: "UTC" });

export const hourText = (date) => show(date, { hour: "2-digit", minute: "2-digit" });
export const dayText = (date) => show(date, { weekday: "short", day: "numeric", month: "long" });
export const longDay = (date) => show(date, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
export const shortDay = (date) => show(date, { day: "numeric", month: "short" });
export const fullText = (date) => `${dayText(date)}, ${hourText(date)}`;

// How far a moment is from now, in words.
export function distance(from, to) {
  const days = Math.round((dayStart(to) - dayStart(from)) / DAY);
  if (days === 0) return t("today");
  if (days === 1) return t("tomorrow");
  return days > 0 ? t("inDays", { n: days }) : t("daysAgo", { n: -days });
}
