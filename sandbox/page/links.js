// Telegram's own links, as far as they lead to a bot of this page.

// {bot, start} of t.me/bot?start=code and tg://resolve?domain=bot&start=code; `start` null without a code; null for any other.
export function deepLink(text) {
  let url;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  const name = url.protocol === "tg:"
    ? url.searchParams.get("domain")
    : /(^|\.)(t\.me|telegram\.me)$/.test(url.hostname) ? url.pathname.slice(1) : null;
  if (!name || name.includes("/")) return null;
  return { bot: name.toLowerCase(), start: url.searchParams.get("start") };
}

// The code of whatever somebody pasted: a link, «/start code» or the code alone.
export function startCode(text) {
  const found = /[?&]start=([^&\s]+)/.exec(text)?.[1] ?? text.replace(/^\/start\s+/, "").trim();
  try {
    return decodeURIComponent(found);
  } catch {
    return found; // a lone «%»: taken as it is, the bot will say what it thinks of it
  }
}
