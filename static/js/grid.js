// A grid of inputs filled in with the keyboard: Enter and the arrows go down and up a column, a column pasted from
// a spreadsheet spreads downwards.
for (const grid of document.querySelectorAll("[data-grid]")) {
  // Read anew each time: a row that was saved by itself is another row now.
  const read = () => [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll(".entry :is(input, select)")]);
  const find = (rows, input) => {
    const row = rows.findIndex((cells) => cells.includes(input));
    return [row, row < 0 ? -1 : rows[row].indexOf(input)];
  };

  grid.addEventListener("keydown", (event) => {
    const step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const rows = read();
    const [row, column] = find(rows, event.target);
    if (row < 0) return;
    // A list of choices keeps its own arrows.
    if (event.target.matches("select") && event.key !== "Enter") return;
    event.preventDefault();
    const next = rows[row + step]?.[column];
    next?.focus();
    next?.select?.();
  });

  grid.addEventListener("paste", (event) => {
    const rows = read();
    const [row, column] = find(rows, event.target);
    const lines = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n$/, "").split("\n");
    if (row < 0 || (lines.length === 1 && !lines[0].includes("\t"))) return;
    event.preventDefault();
    lines.forEach((line, down) => {
      line.split("\t").forEach((text, right) => {
        const input = rows[row + down]?.[column + right];
        if (!input) return;
        input.value = text.trim();
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
    });
  });
}
