// The few things that outlive a reload: chat, theme, language, size of type, whether the tour was seen.

export function kept(name, otherwise = null) {
  try {
    return localStorage.getItem(name) ?? otherwise;
  } catch {
    return otherwise; // storage may be forbidden; the page works without it
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Not kept: the next visit begins with the default.
  }
}

export const PHONE = "(max-width: 719px)"; // as in style.css
export const SMALL = "(max-width: 719px), (max-height: 600px)"; // a phone, or a window at 200 %

export const SIZES = ["normal", "large", "huge"];
const wantsDark = matchMedia("(prefers-color-scheme: dark)");

export const theme = () => kept("theme", "system");
export const size = () => document.documentElement.dataset.size;

function paint() {
  const dark = theme() === "dark" || (theme() === "system" && wantsDark.matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

// `value`: system, light or dark.
export function setTheme(value) {
  keep("theme", value);
  // Without storage the choice holds until the page is left.
  if (theme() === value) paint();
  else document.documentElement.dataset.theme = value === "dark" || (value === "system" && wantsDark.matches) ? "dark" : "light";
}

export function setSize(value) {
  keep("size", value);
  document.documentElement.dataset.size = value;
}

wantsDark.addEventListener("change", paint);
