// A list that brings itself up to date where the reader asks for it: every ten seconds, while she looks at the page.
// What she reads or reaches with the keyboard is never pulled away: then the list waits.
import { announce } from "./announce.js";

const PAUSE = 10_000;

export function live(line) {
  const list = document.getElementById("changes");
  const button = document.createElement("button");
  let timer = 0;
  let asked = null;
  button.type = "button";
  button.className = "cdx-button";
  line.append(button);

  async function bring() {
    if (document.hidden || asked || list.contains(document.activeElement)) return;
    asked = new AbortController();
    try {
      const answer = await fetch(window.location.href, { signal: asked.signal });
      const page = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page && page.getElementById("changes");
      if (timer && fresh && fresh.textContent !== list.textContent && !list.contains(document.activeElement)) {
        list.replaceChildren(...fresh.childNodes);
        announce(line.dataset.live);
      }
    } catch {
      // No answer this time: the next one is asked for in ten seconds.
    }
    asked = null;
  }

  function show() {
    button.textContent = timer ? line.dataset.liveStop : line.dataset.liveStart;
  }

  button.addEventListener("click", () => {
    if (timer) {
      window.clearInterval(timer);
      timer = 0;
      asked?.abort();
    } else {
      timer = window.setInterval(bring, PAUSE);
      bring();
    }
    show();
  });
  document.addEventListener("visibilitychange", () => timer && bring());
  show();
}
