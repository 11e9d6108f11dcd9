// Beside a password, a button that shows what was typed; without a script there is none.
"use strict";
for (const input of document.querySelectorAll("input[type=password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "password-show";
  button.setAttribute("aria-controls", input.id);
  const word = document.createElement("span");
  const what = document.createElement("span");
  what.className = "visually-hidden";
  what.textContent = " mật khẩu";
  button.append(word, what);
  const show = (visible) => {
    input.type = visible ? "text" : "password";
    word.textContent = visible ? "Ẩn" : "Hiện";
  };
  show(false);
  button.addEventListener("click", () => show(input.type === "password"));
  input.form.addEventListener("submit", () => show(false));
  const box = document.createElement("span");
  box.className = "password-box";
  input.replaceWith(box);
  box.append(input, button);
}
