// Drawers slide over the right side and leave the rest of the page in use: what one does is seen in them at once.

import { $ } from "/page/dom.js";

let open = null; // {drawer, opener, onClose}

export function openDrawer(id, onClose = () => {}) {
  const opener = document.activeElement;
  closeDrawer();
  open = { drawer: $(id), opener, onClose };
  $(id).hidden = false;
  document.body.dataset.drawer = id;
  $(id).querySelector(".drawer-close").focus();
}

export function closeDrawer() {
  if (!open) return;
  const { drawer, opener, onClose } = open;
  open = null;
  drawer.hidden = true;
  delete document.body.dataset.drawer;
  onClose();
  if (opener?.isConnected && opener !== document.body) opener.focus();
}

export const isOpen = (id) => open?.drawer.id === id;

export function startDrawers() {
  for (const button of document.querySelectorAll(".drawer-close")) button.addEventListener("click", closeDrawer);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open?.drawer.contains(document.activeElement)) closeDrawer();
  });
}
