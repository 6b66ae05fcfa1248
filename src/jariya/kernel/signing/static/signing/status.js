// Loads the page anew when the session's state has changed: a telephone has signed, the check has ended. Without script
// the reader presses the button beside it.
(() => {
  "use strict";
  const place = document.querySelector("[data-signing-status]");
  if (!place) return;
  const first = 2000;
  const last = 15000;
  let wait = first;

  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.signingStatus, { headers: { Accept: "application/json" } });
      if (answer.ok && (await answer.json()).status !== place.dataset.signingState) {
        location.assign(location.pathname);
        return;
      }
    } catch {
      // No connection: asked again below.
    }
    // Quick while somebody is likely to look, slower with time.
    wait = Math.min(last, wait * 1.1);
    setTimeout(ask, document.hidden ? last : wait);
  };
  setTimeout(ask, first);
})();
