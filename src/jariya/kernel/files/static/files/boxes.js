// Drawing places on the picture of a page: each becomes a row of four numbers (millimetres), as if it had been typed.
(() => {
  "use strict";
  const MM = 72 / 25.4;
  document.querySelectorAll("[data-boxes]").forEach((stage) => {
    const form = stage.closest("form");
    const drawing = stage.querySelector("svg");
    const rows = form.querySelector("[data-rows]");
    const width = Number(stage.dataset.width);
    const height = Number(stage.dataset.height);
    const namespace = drawing.namespaceURI;
    let start = null;
    let box = null;

    const place = (event) => {
      const frame = drawing.getBoundingClientRect();
      const within = (value, most) => Math.min(Math.max(value, 0), most);
      return [
        within(((event.clientX - frame.left) * width) / frame.width, width),
        within(((event.clientY - frame.top) * height) / frame.height, height),
      ];
    };
    const draw = (rect, sides) => {
      rect.setAttribute("x", sides[0]); rect.setAttribute("y", sides[1]);
      rect.setAttribute("width", Math.max(0, sides[2] - sides[0])); rect.setAttribute("height", Math.max(0, sides[3] - sides[1]));
    };
    const inputs = (row) => [...row.querySelectorAll("input")];
    const free = () => {
      const found = [...rows.children].find((row) => inputs(row).every((input) => !input.value));
      if (found) return found;
      const made = rows.lastElementChild.cloneNode(true);
      inputs(made).forEach((input) => { input.value = ""; });
      rows.append(made);
      return made;
    };

    drawing.addEventListener("pointerdown", (event) => {
      start = place(event);
      box = document.createElementNS(namespace, "rect");
      box.classList.add("chosen");
      drawing.append(box);
      drawing.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    drawing.addEventListener("pointermove", (event) => {
      if (!start) return;
      const end = place(event);
      draw(box, [Math.min(start[0], end[0]), Math.min(start[1], end[1]), Math.max(start[0], end[0]), Math.max(start[1], end[1])]);
    });
    const finish = (event) => {
      if (!start) return;
      const end = place(event);
      const sides = [Math.min(start[0], end[0]), Math.min(start[1], end[1]), Math.max(start[0], end[0]), Math.max(start[1], end[1])];
      start = null;
      if (sides[2] - sides[0] < 2 || sides[3] - sides[1] < 2) { box.remove(); return; }
      const row = free();
      inputs(row).forEach((input, index) => { input.value = (sides[index] / MM).toFixed(1); });
      row.box = box;
    };
    drawing.addEventListener("pointerup", finish);
    drawing.addEventListener("pointercancel", () => { start = null; box?.remove(); });

    // What is typed shows on the picture; a tick darkens its words.
    rows.addEventListener("input", (event) => {
      const row = event.target.closest("li");
      const sides = inputs(row).map((input) => parseFloat(input.value.replace(",", ".")) * MM);
      row.box?.remove();
      row.box = null;
      if (sides.every(Number.isFinite)) {
        row.box = document.createElementNS(namespace, "rect");
        row.box.classList.add("chosen");
        draw(row.box, sides);
        drawing.append(row.box);
      }
    });
    form.querySelectorAll("input[name=word]").forEach((tick) =>
      tick.addEventListener("change", () =>
        drawing.querySelectorAll(`[data-of="${tick.id}"]`).forEach((rect) => rect.classList.toggle("chosen", tick.checked)),
      ),
    );
  });
})();
