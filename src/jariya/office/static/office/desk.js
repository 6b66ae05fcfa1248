// Drafts save themselves while one types. A comfort: the button "Save the draft" does the same without this file.
// The sentence that says so comes from the server, in the reader's language.
(() => {
  "use strict";
  const PAUSE = 1500; // milliseconds without a key
  const AGAIN = 10000; // after a failure

  document.querySelectorAll("form[data-autosave]").forEach((form) => {
    const note = form.querySelector("[data-autosave-note]");
    let timer;
    let changed = false;
    let sending = null;

    const say = (sentence) => { if (note && note.textContent !== sentence) note.textContent = sentence; };
    const later = (pause) => { clearTimeout(timer); timer = setTimeout(() => save(false), pause); };

    const save = (leaving) => {
      clearTimeout(timer);
      if (!changed) return;
      changed = false;
      sending = new AbortController();
      fetch(form.dataset.autosave, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { "X-Draft": "1" },
        credentials: "same-origin",
        redirect: "error", // a lost session leads to the sign-in page: that is no saved draft
        keepalive: leaving,
        signal: leaving ? undefined : sending.signal,
      })
        .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error("not saved"))))
        .then(say)
        .catch((error) => {
          if (error.name === "AbortError") return;
          changed = true;
          if (note) say(note.dataset.failed);
          later(AGAIN);
        });
    };

    form.addEventListener("input", () => { changed = true; later(PAUSE); });
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      // The step itself brings the text: a saving on its way must not outlive it.
      clearTimeout(timer);
      changed = false;
      sending?.abort();
    });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(true); });
    addEventListener("pagehide", () => save(true));
  });
})();
