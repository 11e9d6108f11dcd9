// Names that match while one types: an editable combobox with a list (ARIA Authoring Practices, combobox pattern).
const WAIT = 150;

for (const input of document.querySelectorAll("input[data-suggest]")) combobox(input);
document.addEventListener("row-added", (event) => {
  for (const input of event.target.querySelectorAll("input[data-suggest]")) combobox(input);
});

function combobox(input) {
  const box = document.createElement("div");
  const list = document.createElement("ul");
  const chosen = document.getElementById(`${input.id}_chosen`);
  box.className = "suggest";
  input.replaceWith(box);
  list.className = "suggest-list";
  list.id = `${input.id}_list`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Tên khớp");
  list.hidden = true;
  box.append(input, list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let waiting, asked, active = -1;
  const options = () => [...list.children];
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (option) => {
    input.value = option.dataset.value;
    if (chosen) chosen.value = option.dataset.pk;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(waiting);
    close();
  };
  const move = (to) => {
    const all = options();
    if (!all.length) return;
    active = (to + all.length) % all.length;
    all.forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
    all[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[active].id);
  };
  const show = (names) => {
    list.replaceChildren(...names.map(({ value, note, pk }, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}_${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.value = value;
      option.dataset.pk = pk ?? "";
      option.textContent = note ? `${value} (${note})` : value;
      option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
      return option;
    }));
    active = -1;
    list.hidden = names.length === 0;
    input.setAttribute("aria-expanded", String(names.length > 0));
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const address = new URL(input.dataset.suggest, location.href);
      address.searchParams.set("q", input.value);
      const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (answer.ok && !answer.redirected && document.activeElement === input) show((await answer.json()).names);
    } catch (error) {
      if (error.name !== "AbortError") close(); // without the list the name can still be typed in full
    }
  };

  input.addEventListener("input", (event) => {
    if (!event.isTrusted) return; // what `choose` wrote itself
    if (chosen) chosen.value = ""; // another name is typed: the one chosen before is no longer meant
    clearTimeout(waiting);
    if (input.value.trim().length < 2) close();
    else waiting = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); list.hidden ? ask() : move(active + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); move(active - 1); }
    else if (event.key === "Enter" && !list.hidden && active >= 0) { event.preventDefault(); choose(options()[active]); }
    else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
  });
  input.addEventListener("blur", close);
}
