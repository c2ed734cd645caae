// The page's own menu: appearance, size of type, the drawers, the tour.

import { $, openMenu } from "/page/dom.js";
import { t } from "/page/i18n.js";
import { SIZES, setSize, setTheme, size, theme } from "/page/prefs.js";

export function mainMenu({ tour, faults, openLog, clock }) {
  const items = [{ heading: t("appearance") }];
  for (const name of ["system", "light", "dark"]) {
    items.push({ text: t(`theme_${name}`), checked: theme() === name, act: () => setTheme(name) });
  }
  items.push({ heading: t("typeSize") });
  for (const name of SIZES) items.push({ text: t(`size_${name}`), checked: size() === name, act: () => setSize(name) });
  items.push({ heading: t("tools") });
  if (faults.there) items.push({ text: t("faults"), act: () => faults.open() });
  items.push({ text: t("log"), act: () => openLog() });
  if (clock.started) items.push({ text: t("tourAgain"), act: () => tour.begin() });
  openMenu($("main-menu"), items);
}
