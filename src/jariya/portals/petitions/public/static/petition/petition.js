// Comforts of a petition's page: the count goes on by itself, and who is signed in sees their own piece.
(() => {
  "use strict";
  const box = document.querySelector("[data-count]");
  const shown = box && box.querySelector(".petition-count strong");
  const mine = document.querySelector("[data-mine]");
  if (mine && document.cookie.includes("signed=")) {
    fetch(mine.dataset.mine, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((html) => { if (html.trim()) mine.innerHTML = html; })
      .catch(() => {});
  }
  if (!shown) return;
  const numbers = new Intl.NumberFormat(document.documentElement.lang);
  const look = () => {
    if (document.hidden) return;
    fetch(box.dataset.count, { credentials: "omit" })
      .then((answer) => (answer.ok ? answer.json() : null))
      .then((said) => { if (said && Number.isInteger(said.count)) shown.textContent = numbers.format(said.count); })
      .catch(() => {});
  };
  setInterval(look, 15000);
})();
