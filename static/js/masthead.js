// "/" leads to the search box of the masthead, as long as nobody is typing.
"use strict";
document.addEventListener("keydown", (event) => {
  const box = document.getElementById("tim-nhanh");
  const typing = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || !box || !box.offsetParent) return;
  event.preventDefault();
  box.focus();
});
