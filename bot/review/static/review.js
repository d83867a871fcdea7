// What HTML and htmx leave open: where the page stands when earlier messages come in above, forms that must not
// be sent twice, and a word when something did not reach the server.
(function () {
  "use strict";

  let height = 0;

  document.addEventListener("htmx:beforeSwap", function (event) {
    height = event.detail.target.classList.contains("earlier") ? document.documentElement.scrollHeight : 0;
  });

  document.addEventListener("htmx:afterSwap", function () {
    if (height) {
      window.scrollBy(0, document.documentElement.scrollHeight - height);
      height = 0;
    }
  });

  document.addEventListener("submit", function (event) {
    if (event.target.hasAttribute("data-once")) {
      const button = event.target.querySelector("button");
      if (button.getAttribute("aria-disabled") === "true") {
        event.preventDefault(); // pressed twice: said once
        event.stopImmediatePropagation();
      }
      button.setAttribute("aria-disabled", "true");
    }
  }, true);

  function failed(event) {
    if (event.detail.xhr && event.detail.xhr.status === 404) {
      window.location.reload(); // nobody is logged in any more, or it is not shared any more
      return;
    }
    const notice = document.getElementById("notice");
    notice.textContent = notice.dataset.failed;
    document.querySelectorAll("[data-once] button").forEach(function (button) {
      button.removeAttribute("aria-disabled");
    });
  }

  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", failed);
})();
