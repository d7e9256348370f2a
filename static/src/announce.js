// Says a short text to screen readers, in the page's one live region.
const region = document.getElementById("announcer");

export function announce(text) {
  region.textContent = "";
  window.setTimeout(() => {
    region.textContent = text;
  }, 50);
}
