// A form says which fields were changed, warns before they are lost, is sent once, and grows rows.
for (const form of document.querySelectorAll("form[data-guard]")) guard(form);
for (const part of document.querySelectorAll("[data-rows]")) growRows(part);
document.querySelector("[data-errors]")?.focus();

function guard(form) {
  const shownAgain = document.querySelector("[data-errors], [data-changed]") !== null;
  let sending = false;

  const wasChanged = (input) => {
    if (!input.name || ["hidden", "submit", "fieldset"].includes(input.type)) return false;
    if (input.type === "checkbox" || input.type === "radio") return input.checked !== input.defaultChecked;
    if (input.type === "select-one") {
      const first = [...input.options].find((option) => option.defaultSelected) ?? input.options[0];
      return first !== undefined && input.value !== first.value;
    }
    return input.value !== input.defaultValue;
  };
  const changed = () => [...form.elements].filter(wasChanged);

  form.addEventListener("input", (event) => {
    mark(event.target, wasChanged(event.target));
    const note = form.querySelector("[data-changes]");
    const count = changed().length;
    if (note) note.textContent = count ? `${count} ô đã sửa` : "";
  });
  form.addEventListener("submit", (event) => {
    if (sending) event.preventDefault();
    sending = true;
  });
  // Back from the next page by the browser's own button, the form may be sent again.
  window.addEventListener("pageshow", () => { sending = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && (shownAgain || changed().length)) event.preventDefault();
  });
}

function mark(input, on) {
  const label = input.id && document.querySelector(`label[for="${CSS.escape(input.id)}"].field-label`);
  if (!label) return;
  const tag = label.querySelector(".edited");
  if (on && !tag) {
    const made = document.createElement("span");
    made.className = "edited";
    made.textContent = "đã sửa";
    label.append(made);
  } else if (!on) tag?.remove();
}

function growRows(part) {
  const button = part.querySelector("[data-rows-add]");
  const total = part.querySelector(`[name="${part.dataset.rows}-TOTAL_FORMS"]`);
  button.hidden = false;
  button.addEventListener("click", () => {
    const made = part.querySelector("[data-rows-empty]").innerHTML.replaceAll("__prefix__", total.value);
    part.querySelector("[data-rows-list]").insertAdjacentHTML("beforeend", made);
    total.value = Number(total.value) + 1;
    const row = part.querySelector("[data-rows-list]").lastElementChild;
    row.dispatchEvent(new CustomEvent("row-added", { bubbles: true }));
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });
}
