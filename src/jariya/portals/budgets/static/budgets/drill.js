// The way down without loading the page anew; htmx follows the same addresses as the plain links.
(() => {
  "use strict";
  document.addEventListener("htmx:afterSwap", () => {
    // Who reads by ear hears where they are now.
    const title = document.querySelector("#place h1");
    if (!title) return;
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  });
  // What is not there, and a broken line, are told by the page itself.
  for (const wrong of ["htmx:responseError", "htmx:sendError"])
    document.addEventListener(wrong, (event) => location.assign(event.detail.pathInfo.finalRequestPath || event.detail.pathInfo.requestPath));
})();
