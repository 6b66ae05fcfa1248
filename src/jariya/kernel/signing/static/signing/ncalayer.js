// Signing with NCALayer: the program of the National Certification Authority listens on this computer (WebSocket). The
// form carries its address (data-ncalayer), the one request (data-request) and all words (data-said, shown one at a
// time). Protocol as published by the authority: on opening the program says its version; we send one call
// `basics.sign`; it answers with {status: true, body: {result: PEM}}, with an empty body when the person closed its
// window, or with {status: false, code, message}.
(() => {
  "use strict";
  const form = document.querySelector("form[data-ncalayer]");
  if (!form || !window.WebSocket) return;
  const button = form.querySelector("button");
  const without = document.querySelector("[data-without-script]");
  const HELLO = 4000; // milliseconds after which a program that has not said its version is asked all the same
  let busy = null;

  const say = (name, words = "") => {
    for (const box of form.querySelectorAll("[data-said]")) box.hidden = box.dataset.said !== name;
    const own = form.querySelector(`[data-said="${name}"] [data-own-words]`);
    if (own) own.textContent = words.slice(0, 300);
  };

  const end = (name, words) => {
    const socket = busy;
    busy = null;
    button.disabled = false;
    say(name, words);
    if (socket) socket.close();
  };

  // The result is text, or a list of one: NCALayer answers a list with a list.
  const signature = (body) => {
    const result = body && body.result;
    return Array.isArray(result) ? result[0] : result;
  };

  const heard = (message) => {
    if (message.success === false || message.errorCode) return end("old");
    if (message.status === false)
      return /cancel/i.test(message.message || "")
        ? end("cancelled")
        : end("failed", [message.code, message.message].filter(Boolean).join(": "));
    if (message.status !== true) return undefined;
    const cms = signature(message.body);
    if (!cms) return end("cancelled");
    form.elements.cms.value = cms;
    end("sending");
    button.disabled = true;
    return form.submit();
  };

  const sign = () => {
    let opened = false;
    let asked = false;
    let socket;
    try {
      socket = new WebSocket(form.dataset.ncalayer);
    } catch {
      return end("missing");
    }
    busy = socket;
    button.disabled = true;
    say("asking");
    const ask = () => {
      if (asked || busy !== socket || socket.readyState !== WebSocket.OPEN) return;
      asked = true;
      say("waiting");
      socket.send(form.dataset.request);
    };
    socket.addEventListener("open", () => {
      opened = true;
      setTimeout(ask, HELLO);
    });
    socket.addEventListener("message", (event) => {
      if (busy !== socket) return;
      let message;
      try {
        message = JSON.parse(event.data);
      } catch {
        return; // the echo of a heartbeat
      }
      if (!message || typeof message !== "object") return;
      if (message.result && message.result.version) ask();
      else heard(message);
    });
    socket.addEventListener("close", () => {
      if (busy === socket) end(opened ? "closed" : "missing");
    });
    return undefined;
  };

  form.hidden = false;
  if (without) without.hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!busy) sign();
  });
  // A page that the browser kept and shows again starts anew.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      button.disabled = false;
      say("");
    }
  });
})();
