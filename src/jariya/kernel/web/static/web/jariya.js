// Everything here is a comfort: each page works without it. Texts come from the page (data-*), so no language stands here.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // The chosen language is remembered for the address without a language.
  all(".languages a").forEach((link) =>
    link.addEventListener("click", () => {
      document.cookie = `lang=${link.hreflang};path=/;max-age=31536000;samesite=lax`;
    }),
  );

  // Pages are the same bytes for all; who is signed in comes apart, and only when someone is.
  const me = document.querySelector("[data-fragment]");
  if (me && document.cookie.includes("signed=")) {
    fetch(me.dataset.fragment, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.text() : ""))
      .then((html) => { if (html.trim()) me.innerHTML = html; })
      .catch(() => {});
  }

  document.getElementById("errors")?.focus();

  // Coupon: copy the number.
  all("[data-copy]").forEach((place) => {
    if (!navigator.clipboard) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet";
    button.textContent = place.dataset.copyLabel;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(place.dataset.copy);
      button.textContent = place.dataset.copyDone;
    });
    place.append(" ", button);
  });

  // Counters: the browser never cuts a text, it says by how much it is too long.
  const digits = document.documentElement.lang === "en" ? "en" : "ru"; // engines without Kazakh would write 3,994
  all("textarea[data-limit]").forEach((area) => {
    const note = document.getElementById(`${area.id}-count`);
    const limit = Number(area.dataset.limit);
    if (!note) return;
    const count = () => {
      const left = limit - [...area.value.replace(/\r?\n/g, "\n")].length;
      note.textContent = `${left < 0 ? note.dataset.over : note.dataset.left} ${Math.abs(left).toLocaleString(digits)}`;
      note.classList.toggle("over", left < 0);
    };
    area.addEventListener("input", count);
    count();
  });

  // Drafts. Storage may be full or forbidden: then the form is a plain form.
  const store = {
    get(key) { try { return JSON.parse(localStorage.getItem(`draft:${key}`)); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(`draft:${key}`, JSON.stringify(value)); return true; } catch { return false; } },
    drop(key) { try { localStorage.removeItem(`draft:${key}`); } catch { /* nothing was kept */ } },
  };
  all("[data-draft-arrived]").forEach((mark) => store.drop(mark.dataset.draftArrived));

  all("[data-draft]").forEach((note) => {
    const form = note.closest("form");
    const key = note.dataset.draft;
    if (!form) return;
    const typed = () => all("textarea, input[type=text], input[type=search], input[type=tel], input[type=email], select", form)
      .filter((field) => field.name && field.autocomplete !== "one-time-code");
    const kept = () => all("input[data-draft-keep]", form);
    const say = (sentence) => {
      note.hidden = false;
      note.textContent = sentence;
      const forget = document.createElement("button");
      forget.type = "button";
      forget.className = "button button-quiet";
      forget.textContent = note.dataset.forget;
      forget.addEventListener("click", () => { store.drop(key); form.reset(); note.hidden = true; });
      note.append(" ", forget);
    };
    const draft = store.get(key);
    if (draft) {
      let restored = false;
      typed().forEach((field) => {
        // What the server sent back (a refused form) is newer than what the browser kept.
        if (draft[field.name] && !field.value.trim()) { field.value = draft[field.name]; restored = true; field.dispatchEvent(new Event("input")); }
      });
      kept().forEach((field) => { if (draft[field.name]) field.value = draft[field.name]; });
      if (restored) say(note.dataset.restored);
    }
    let timer;
    const save = () => {
      const value = {};
      [...typed(), ...kept()].forEach((field) => { if (field.value) value[field.name] = field.value; });
      if (typed().some((field) => field.value.trim()) && store.set(key, value) && note.hidden) say(note.dataset.saved);
    };
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 400); });
    form.addEventListener("submit", (event) => {
      save();
      if (navigator.onLine === false) { event.preventDefault(); say(note.dataset.offline); note.scrollIntoView({ block: "center" }); }
    });
  });

  // A second tap on "send" is the same sending.
  all("form[method=post]").forEach((form) =>
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (form.ariaBusy === "true") { event.preventDefault(); return; }
      form.ariaBusy = "true";
      setTimeout(() => { form.ariaBusy = null; }, 8000);
    }),
  );
  addEventListener("pageshow", () => all("form[aria-busy]").forEach((form) => { form.ariaBusy = null; }));

  // Keys of a list; only while focus is inside it.
  all("[data-keys]").forEach((list) =>
    list.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input:not([type=checkbox]), textarea, select")) return;
      const rows = all("[data-row]", list);
      const here = rows.indexOf(event.target.closest("[data-row]"));
      const go = (row) => row?.querySelector("a")?.focus();
      if (event.key === "j") go(rows[Math.min(here + 1, rows.length - 1)]);
      else if (event.key === "k") go(rows[Math.max(here - 1, 0)]);
      else if (event.key === "x") rows[here]?.querySelector("input[type=checkbox]")?.click();
      else if (event.key === "/") (document.querySelector("#site-q") ?? document.querySelector(".search-link"))?.focus();
      else return;
      event.preventDefault();
    }),
  );
})();
