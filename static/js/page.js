// What every page has: "/" leads to the search box as long as nobody is typing, a button prints the page, and a menu
// closes on Esc and on a click elsewhere.
"use strict";
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
document.addEventListener("keydown", (event) => {
  const box = document.getElementById("tim-nhanh");
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || !box || !box.offsetParent) return;
  event.preventDefault();
  box.focus();
});

const openMenu = () => document.querySelector("details.menu[open], details.more[open]");
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && openMenu();
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  const menu = openMenu();
  if (menu && !menu.contains(event.target)) menu.open = false;
});
