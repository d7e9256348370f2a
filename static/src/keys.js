// Shortcuts of a single key, never while somebody types, and off for good where the reader says so (WCAG 2.1.4).
const STORE = "wiki-keys";
const LINKS = {
  e: 'a[data-key="edit"]',
  h: 'a[data-key="history"]',
  d: 'a[data-key="talk"]',
  r: 'a[data-key="recent"]',
  // The first of these on the page: whoever checks changes marks this one, or goes on to the next that waits.
  p: 'main [data-key="check"], main a[rel="prev"]',
  n: 'main [data-key="next-to-check"], main a[rel="next"]',
};
const TYPING = "input, textarea, select, [contenteditable], [role=combobox]";

function remembered() {
  try {
    return window.localStorage.getItem(STORE) !== "off";
  } catch {
    return true;
  }
}

function remember(enabled) {
  try {
    window.localStorage.setItem(STORE, enabled ? "on" : "off");
  } catch {
    // A browser that refuses storage keeps the choice for this page.
  }
}

export function keys(dialog) {
  const box = dialog.querySelector("#keys-enabled");
  let enabled = remembered();
  box.checked = enabled;
  box.addEventListener("change", () => {
    enabled = box.checked;
    remember(enabled);
  });

  const show = (event) => {
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
  };
  for (const link of document.querySelectorAll("[data-keys-open]")) link.addEventListener("click", show);
  dialog.querySelector("[data-keys-close]").addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  document.addEventListener("keydown", (event) => {
    if (!enabled || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (dialog.open || event.target.closest(TYPING)) return;
    if (event.key === "?") return show(event);
    if (event.key === "/") {
      event.preventDefault();
      document.getElementById("search").focus();
      return;
    }
    if (event.shiftKey) return;
    // What a page offers under a key of its own comes before the shortcuts of all pages.
    const own = /^[a-z]$/.test(event.key) && document.querySelector(`main [data-shortcut="${event.key}"]`);
    const link = own || (LINKS[event.key] && document.querySelector(LINKS[event.key]));
    if (!link) return;
    event.preventDefault();
    if (link.matches("a, button")) link.click();
    else link.focus();
  });
}
