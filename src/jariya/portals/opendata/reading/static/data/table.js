// The table without loading the page anew; htmx follows the same addresses as the plain links and forms.
(() => {
  "use strict";
  // The address says only what is asked: empty fields are not sent.
  document.addEventListener("htmx:configRequest", (event) => {
    const given = event.detail.parameters;
    for (const [name, value] of Object.entries(given)) if (value === "") delete given[name];
    if (!given.group) delete given.measure;
    if (!given.group) delete given.of;
  });
  let last = "";
  document.addEventListener("htmx:beforeRequest", (event) => {
    const from = event.detail.elt;
    last = from.closest("thead") ? "thead" : from.closest(".data-steer") ? "#map" : "";
  });
  document.addEventListener("htmx:afterSwap", () => {
    // Who reads by ear hears how many rows there are; whoever steers stays where they steer.
    const told = document.querySelector(last === "#map" ? "#map" : "#table [role=status]");
    if (!told) return;
    told.tabIndex = -1;
    told.focus({ preventScroll: last !== "" });
  });
  // A refusal is told by the page itself: it comes with a status of its own.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status >= 400 && event.detail.xhr.status < 500) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:sendError", (event) =>
    location.assign(event.detail.pathInfo.finalRequestPath || event.detail.pathInfo.requestPath));
})();
