// Shows what a push message says and opens its page. It caches nothing and answers no request of the site.
"use strict";

self.addEventListener("push", (event) => {
  let said = {};
  try { said = event.data ? event.data.json() : {}; } catch { /* not ours: the bare name is shown */ }
  event.waitUntil(
    self.registration.showNotification(said.title || "Jariya", {
      body: said.body || "",
      lang: said.lang || "kk",
      tag: said.tag || "jariya",
      data: { path: said.path || "/" },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const target = new URL((event.notification.data || {}).path || "/", self.location.origin);
  if (target.origin !== self.location.origin) return;
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then((pages) => {
      const open = pages.find((page) => new URL(page.url).pathname === target.pathname);
      return open ? open.focus() : self.clients.openWindow(target.href);
    }),
  );
});
