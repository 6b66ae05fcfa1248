// Messages to this browser. Without script the section says so, and everything comes by the other ways as before.
(() => {
  "use strict";
  const place = document.querySelector("[data-push]");
  if (!place) return;
  const form = place.querySelector("form[data-push-start]");
  const status = place.querySelector("[data-push-status]");
  const say = (words) => { status.textContent = words; };
  place.querySelector("[data-push-without]").hidden = true;
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
    say(status.dataset.unable);
    return;
  }

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const digest = async (words) =>
    [...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(words)))]
      .map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const subscribed = async (registration) => {
    const options = { userVisibleOnly: true, applicationServerKey: bytes(place.dataset.key) };
    try {
      return await registration.pushManager.subscribe(options);
    } catch (error) {
      const old = await registration.pushManager.getSubscription();
      if (!old) throw error;
      await old.unsubscribe(); // it was made for another key of the installation
      return registration.pushManager.subscribe(options);
    }
  };

  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      if ((await Notification.requestPermission()) !== "granted") {
        say(status.dataset.denied);
        return;
      }
      await navigator.serviceWorker.register(place.dataset.worker);
      const subscription = await subscribed(await navigator.serviceWorker.ready);
      form.elements.endpoint.value = subscription.endpoint;
      form.elements.key.value = text(subscription.getKey("p256dh"));
      form.elements.auth.value = text(subscription.getKey("auth"));
      form.submit();
    } catch {
      say(status.dataset.failed);
    }
  });

  // Which of the listed browsers this one is; ending it here also tells the browser.
  navigator.serviceWorker.getRegistration(place.dataset.worker)
    .then((registration) => registration && registration.pushManager.getSubscription())
    .then(async (subscription) => {
      if (!subscription) return;
      const row = place.querySelector(`[data-endpoint="${await digest(subscription.endpoint)}"]`);
      if (!row) return;
      form.hidden = true;
      row.querySelector("[data-this]").hidden = false;
      row.querySelector("form").addEventListener("submit", async (event) => {
        event.preventDefault();
        await subscription.unsubscribe().catch(() => {});
        event.target.submit();
      });
    })
    .catch(() => {});
})();
