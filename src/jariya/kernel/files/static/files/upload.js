// Files in pieces: with progress, going on after a broken line or a reloaded page. Without it the field is a plain one.
// Texts come from the page (data-*). Nothing of a file's content is kept in the browser: its name, size and word alone.
(() => {
  "use strict";
  if (!window.fetch || !window.crypto || !window.crypto.subtle) return;
  const WAIT = [1, 2, 4, 8, 15, 30];

  const memory = {
    key: (field) => `files:${location.pathname}:${field.dataset.name}`,
    get(field) { try { return JSON.parse(localStorage.getItem(this.key(field))) || {}; } catch { return {}; } },
    set(field, known) { try { localStorage.setItem(this.key(field), JSON.stringify(known)); } catch { /* a plain field */ } },
  };
  const mark = (file) => `${file.name}|${file.size}|${file.lastModified}`;
  const lang = document.documentElement.lang;

  const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));

  document.querySelectorAll("[data-files]").forEach((field) => {
    const form = field.closest("form");
    const input = field.querySelector("input[type=file]");
    const list = field.querySelector(".files-kept");
    const status = field.querySelector(".files-status");
    const home = field.dataset.files;
    let busy = 0;

    const call = (address, method, body, headers = {}) =>
      fetch(address, {
        method, body, credentials: "include",
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "Accept-Language": lang, ...headers },
      });

    const forget = (token) => {
      const known = memory.get(field);
      for (const [name, word] of Object.entries(known)) if (word === token) delete known[name];
      memory.set(field, known);
    };

    const line = (name, token) => {
      const row = document.createElement("li");
      const shown = document.createElement("bdi");
      shown.textContent = name;
      const bar = document.createElement("progress");
      bar.max = 100; bar.value = 0;
      bar.setAttribute("aria-label", name);
      const said = document.createElement("span");
      said.className = "meta";
      const away = document.createElement("button");
      away.type = "button"; away.className = "button button-quiet"; away.textContent = field.dataset.remove;
      row.append(shown, " ", bar, " ", said, " ", away);
      list.append(row);
      const part = { row, bar, said, token, stopped: false };
      away.addEventListener("click", () => {
        part.stopped = true;
        row.remove();
        if (part.token) { forget(part.token); call(`${home}/${part.token}`, "DELETE").catch(() => {}); }
        input.focus();
      });
      return part;
    };

    const keep = (part) => {
      if (part.row.querySelector("input")) return;
      const hidden = document.createElement("input");
      hidden.type = "hidden"; hidden.name = `${field.dataset.name}-kept`; hidden.value = part.token;
      part.row.append(hidden);
    };

    const failed = (part, said) => {
      part.bar.remove();
      part.row.querySelector("input")?.remove();
      part.said.textContent = `${field.dataset.failed}: ${said.title || ""} ${said.remedy || ""}`;
      part.said.className = "field-error";
      // Who was signed out meanwhile goes on after signing in.
      if (part.token && said.code !== "files.sign_in") forget(part.token);
      part.token = null;
    };

    const pause = (seconds) => new Promise((done) => {
      const timer = setTimeout(done, seconds * 1000);
      window.addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
    });

    // One request, again and again while the line is down; a "no" of the server comes back as it is.
    const insist = async (part, ask) => {
      for (let round = 0; !part.stopped; round += 1) {
        try {
          const answer = await ask();
          if (answer.status < 500) return answer;
        } catch { /* no line */ }
        part.said.textContent = field.dataset.again;
        await pause(WAIT[Math.min(round, WAIT.length - 1)]);
      }
      return null;
    };

    const send = async (file) => {
      const known = memory.get(field);
      const part = line(file.name, known[mark(file)] || null);
      list.querySelectorAll(`li[data-token="${part.token}"]`).forEach((old) => old.remove());
      let state = null;
      if (part.token) {
        const answer = await insist(part, () => call(`${home}/${part.token}`, "GET"));
        state = answer && answer.ok ? await answer.json() : null;
      }
      if (!state) {
        const body = JSON.stringify({ name: file.name, size: file.size, area: field.dataset.area || "sealed" });
        const answer = await insist(part, () => call(home, "POST", body, { "Content-Type": "application/json" }));
        if (!answer) return;
        if (!answer.ok) { failed(part, await answer.json().catch(() => ({}))); return; }
        state = await answer.json();
        part.token = state.token;
        memory.set(field, { ...memory.get(field), [mark(file)]: state.token });
      }
      while (!state.whole && !part.stopped) {
        part.bar.value = (100 * state.offset) / file.size;
        part.said.textContent = `${field.dataset.sending} ${Math.floor(part.bar.value)} %`;
        const piece = await file.slice(state.offset, state.offset + state.piece).arrayBuffer().catch(() => null);
        if (!piece) { failed(part, {}); return; }
        const sum = base64(await crypto.subtle.digest("SHA-256", piece));
        const offset = state.offset;
        const answer = await insist(part, () =>
          call(`${home}/${part.token}`, "PATCH", piece, {
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": String(offset), "Upload-Checksum": `sha256 ${sum}`,
          }));
        if (!answer) return;
        if (answer.ok) { state = await answer.json(); continue; }
        const said = await answer.json().catch(() => ({}));
        if (answer.status === 409 || answer.status === 460 || answer.status === 400) {
          // The piece arrived and its answer was lost, or it was damaged: ask where to go on.
          const again = await insist(part, () => call(`${home}/${part.token}`, "GET"));
          if (again && again.ok && ((part.tries = (part.tries || 0) + 1) < 6)) { state = await again.json(); continue; }
        }
        failed(part, said);
        return;
      }
      if (part.stopped) return;
      if (state.refusal) { failed(part, state.refusal); return; }
      part.bar.value = 100;
      part.said.textContent = field.dataset.sent;
      keep(part);
    };

    input.addEventListener("change", async () => {
      const chosen = [...input.files];
      input.value = "";
      input.required = false;
      for (const file of chosen) {
        busy += 1;
        try { await send(file); } finally { busy -= 1; }
      }
      status.textContent = "";
    });

    form.addEventListener("submit", (event) => {
      if (busy) {
        event.preventDefault();
        status.textContent = field.dataset.wait;
        status.scrollIntoView({ block: "nearest" });
      } else {
        memory.set(field, {});
      }
    });

    // After a reload: what had arrived is put back, what had not is named so that it can be chosen again.
    const present = new Set([...list.querySelectorAll("li")].map((row) => row.dataset.token));
    for (const [name, token] of Object.entries(memory.get(field))) {
      if (present.has(token)) continue;
      call(`${home}/${token}`, "GET").then(async (answer) => {
        if (answer.status === 404) forget(token);
        if (!answer.ok) return;
        const state = await answer.json();
        const part = line(name.replace(/\|\d+\|\d+$/, ""), token);
        part.row.dataset.token = token;
        part.bar.value = (100 * state.offset) / state.size;
        part.said.textContent = state.whole ? field.dataset.sent : field.dataset.choose;
        if (state.refusal) failed(part, state.refusal);
        else if (state.whole) keep(part);
      }).catch(() => {});
    }
  });
})();
