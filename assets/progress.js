// Swaps the parts of a page that change, as the server tells of them. Without it the page asks again by itself.
"use strict";

const watched = document.querySelector("[data-watch]");
if (watched) {
  const shown = new Map();
  const events = new EventSource(watched.dataset.watch);
  events.addEventListener("progress", (event) => {
    for (const [name, html] of Object.entries(JSON.parse(event.data))) {
      const part = document.querySelector(`[data-part="${name}"]`);
      if (part && shown.get(name) !== html) {
        part.innerHTML = html;
        shown.set(name, html);
      }
    }
  });
  events.addEventListener("over", () => {
    events.close();
    location.reload();
  });
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(() => location.reload(), 10000);
    }
  });
}
