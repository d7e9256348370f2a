// Light, dark or as the system: the footer's link becomes a button that goes round the three and remembers in a cookie.
import { announce } from "./announce.js";

const ORDER = ["auto", "light", "dark"];
// Seconds: thirteen months, the longest that the CNIL allows for a preference.
const AGE = 395 * 24 * 3600;

export function themeSwitch(link) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "display-button";
  button.append(...link.childNodes);
  const label = button.querySelector("[data-theme-label]");
  const words = link.dataset;
  const root = document.documentElement;

  function name() {
    label.textContent = words[root.dataset.theme] ?? words.auto;
  }

  button.addEventListener("click", () => {
    const next = ORDER[(ORDER.indexOf(root.dataset.theme) + 1) % ORDER.length];
    root.dataset.theme = next;
    document.querySelector("meta[name=color-scheme]").content = next === "auto" ? "light dark" : next;
    document.cookie = `theme=${next}; path=/; max-age=${AGE}; samesite=lax${window.location.protocol === "https:" ? "; secure" : ""}`;
    name();
    announce(label.textContent);
  });
  name();
  link.replaceWith(button);
}

// Menus that are <details>: Escape and a click elsewhere close them.
export function menus() {
  const open = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    }
  });
}
