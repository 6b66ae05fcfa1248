// Passkeys (WebAuthn). A form with data-passkey="get" or "create" fetches a challenge from data-options, asks the device
// and submits its answer as JSON in the field `credential`. Without script these forms stay hidden: the way by password
// and application stands beside them.
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const toBytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const readable = (options) => {
    const key = options.publicKey;
    key.challenge = toBytes(key.challenge);
    if (key.user) key.user.id = toBytes(key.user.id);
    for (const list of ["allowCredentials", "excludeCredentials"])
      for (const item of key[list] || []) item.id = toBytes(item.id);
    return options;
  };

  const answered = (credential) => {
    const out = { id: credential.id, rawId: toText(credential.rawId), type: credential.type, response: {} };
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
      if (credential.response[name]) out.response[name] = toText(credential.response[name]);
    out.clientExtensionResults = credential.getClientExtensionResults();
    return JSON.stringify(out);
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector("[data-passkey-failed]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        const response = await fetch(form.dataset.options, {
          method: "POST",
          headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        });
        if (!response.ok) throw new Error("options " + response.status);
        const options = readable(await response.json());
        const credential = await navigator.credentials[form.dataset.passkey](options);
        form.elements.credential.value = answered(credential);
        form.submit();
      } catch {
        failed.hidden = false;
      }
    });
  }
})();
