// The words of a report: saved while one writes, never over what a colleague saved, with figures to click into them.
const form = document.querySelector("form[data-autosave]");
const WAIT = 2000;
let lastText = form.querySelector("textarea");
let waiting = 0;

for (const passage of form.querySelectorAll("[data-passage]")) autosave(passage);
for (const button of document.querySelectorAll("[data-insert]")) {
  button.addEventListener("click", () => insert(button.dataset.insert));
}
window.addEventListener("beforeunload", (event) => { if (waiting) event.preventDefault(); });
form.addEventListener("submit", () => { waiting = 0; });

function autosave(passage) {
  const text = passage.querySelector("textarea");
  const version = passage.querySelector("input[type=hidden]");
  let timer = null;
  let sending = false;
  let stopped = false;

  text.addEventListener("focus", () => { lastText = text; });
  text.addEventListener("input", () => {
    for (const mark of passage.querySelectorAll("[data-mark]")) mark.hidden = !text.value.includes(mark.dataset.mark);
    if (stopped) return;
    if (timer === null) waiting += 1;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
    say("Đang viết…");
  });

  async function save() {
    if (sending) { timer = setTimeout(save, WAIT); return; }
    timer = null;
    waiting = Math.max(0, waiting - 1);
    sending = true;
    const body = new FormData();
    body.set("key", passage.dataset.passage);
    body.set("version", version.value);
    body.set("text", text.value);
    body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, redirect: "error" });
      const told = await answer.json();
      if (answer.ok) kept(told);
      else refused(told);
    } catch {
      say("Chưa lưu được, mất kết nối hoặc đã hết phiên. Bấm Lưu khi có lại.");
    } finally {
      sending = false;
    }
  }

  function kept(told) {
    version.value = told.version;
    wrong(told.unknown.length ? `Không đọc được: ${told.unknown.join(", ")}` : "");
    const now = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
    say(`Đã lưu lúc ${now}.`);
  }

  function refused(told) {
    stopped = true;
    wrong(`${told.error} Chưa ghi đè. Bấm Lưu để xem hai bản.`);
    say("");
  }

  function say(words) {
    passage.querySelector("[data-note]").textContent = words;
    form.querySelector("[data-saved]").textContent = words;
  }

  function wrong(words) {
    const error = passage.querySelector("[data-error]");
    error.textContent = words;
    error.hidden = !words;
    passage.classList.toggle("field-wrong", Boolean(words));
  }
}

function insert(words) {
  lastText.focus();
  lastText.setRangeText(words, lastText.selectionStart, lastText.selectionEnd, "end");
  lastText.dispatchEvent(new Event("input", { bubbles: true }));
}
