// A form that takes a while says so, and is sent once. Without this file it works all the same.
for (const form of document.querySelectorAll("form[data-working]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    const note = document.querySelector(`.working[data-for="${form.id}"]`) ?? form.querySelector(".working");
    if (note) note.textContent = form.dataset.working;
    for (const button of form.elements) if (button.type === "submit") button.setAttribute("aria-disabled", "true");
  });
  // Back from the next page by the browser's own button, the form may be sent again.
  window.addEventListener("pageshow", () => {
    delete form.dataset.sending;
    const note = document.querySelector(`.working[data-for="${form.id}"]`) ?? form.querySelector(".working");
    if (note) note.textContent = "";
    for (const button of form.elements) button.removeAttribute("aria-disabled");
  });
}
document.querySelector("[data-errors]")?.focus();
