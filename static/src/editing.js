// The editing form: preview without leaving it, insertion buttons, a warning before unsaved text is left behind.
import { announce } from "./announce.js";

const DELAY = 900;

export function preview(form) {
  const region = document.getElementById("preview");
  const button = form.querySelector("[data-preview]");
  if (!region || !button) return;
  const body = region.querySelector(".preview__body");
  let timer = 0;
  let request = null;
  let live = !region.hidden;

  // What grows above the field must not push it away from under the writer's hands.
  function keepPlace(change) {
    const anchor = document.activeElement && form.contains(document.activeElement) ? document.activeElement : form;
    const before = anchor.getBoundingClientRect().top;
    change();
    window.scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
  }

  async function update() {
    request?.abort();
    request = new AbortController();
    const data = new FormData(form);
    data.set("preview", "1");
    region.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.previewUrl, { method: "POST", body: data, headers: { "X-Requested-With": "fetch" }, signal: request.signal });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const html = await answer.text();
      keepPlace(() => {
        body.innerHTML = html;
        region.hidden = false;
      });
      announce(region.dataset.done);
    } catch (error) {
      if (error.name === "AbortError") return;
      keepPlace(() => {
        body.innerHTML = '<div class="preview__text"></div>';
        body.firstChild.textContent = region.dataset.failed;
        region.hidden = false;
      });
      announce(region.dataset.failed);
    }
    region.removeAttribute("aria-busy");
  }

  button.addEventListener("click", async (event) => {
    event.preventDefault();
    live = true;
    await update();
    region.scrollIntoView({ block: "nearest" });
  });
  form.addEventListener("input", () => {
    if (!live) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(update, DELAY);
  });
}

// The server refuses what is too large only once all of it was sent, or before a byte of it was read: say so here.
export function refuseTooLarge(form) {
  const area = form.querySelector("[data-max-bytes]");
  if (!area) return;
  const limit = Number(area.dataset.maxBytes);
  const numbers = new Intl.NumberFormat(document.documentElement.lang);
  const size = () => new TextEncoder().encode(area.value.replaceAll("\r\n", "\n")).length;
  let shown = null;

  function show(bytes) {
    shown ??= document.createElement("div");
    shown.className = "cdx-field__validation-message cdx-message cdx-message--inline cdx-message--error";
    shown.id = `${area.id}-too-large`;
    shown.role = "alert";
    shown.innerHTML = '<span class="cdx-message__icon"></span><div class="cdx-message__content"></div>';
    shown.lastChild.textContent = area.dataset.tooLarge.replace("{size}", numbers.format(bytes)).replace("{limit}", numbers.format(limit));
    area.closest(".cdx-field").append(shown);
    area.setAttribute("aria-invalid", "true");
    area.setAttribute("aria-describedby", shown.id);
  }

  form.addEventListener("submit", (event) => {
    const bytes = size();
    if (bytes <= limit) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    show(bytes);
    area.focus();
  });
  area.addEventListener("input", () => {
    if (!shown?.isConnected || size() > limit) return;
    shown.remove();
    area.removeAttribute("aria-invalid");
    area.removeAttribute("aria-describedby");
  });
}

const state = (form) => {
  const data = new FormData(form);
  data.delete("csrf_token");
  return new URLSearchParams(data).toString();
};

export function warnBeforeLeaving(form) {
  const before = state(form);
  let sending = false;
  form.addEventListener("submit", () => {
    sending = true;
  });
  window.addEventListener("pageshow", () => {
    sending = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && (form.dataset.unsaved === "always" || state(form) !== before)) event.preventDefault();
  });
}

// Typed rather than assigned, so that the browser's own undo still takes it back.
function type(area, text) {
  area.focus();
  if (!document.execCommand("insertText", false, text)) area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
}

// Marks of a whole line (`line` without `after`) go before each chosen line; the others around what is chosen.
function insert(area, { before, after, sample, line }) {
  const { value } = area;
  const wholeLines = line !== undefined && !after;
  const start = wholeLines ? value.lastIndexOf("\n", area.selectionStart - 1) + 1 : area.selectionStart;
  const end = wholeLines ? `${value}\n`.indexOf("\n", area.selectionEnd) : area.selectionEnd;
  const chosen = value.slice(start, end) || sample;
  const fresh = line !== undefined && start > 0 && value[start - 1] !== "\n";
  const opening = (fresh ? "\n" : "") + before;
  const inside = wholeLines ? chosen.replaceAll("\n", `\n${before}`) : chosen;
  area.setSelectionRange(start, end);
  type(area, opening + inside + after);
  area.setSelectionRange(start + opening.length, start + opening.length + inside.length);
}

export function toolbar(bar) {
  const area = document.getElementById(bar.dataset.toolbar);
  if (!area) return;
  const buttons = [...bar.querySelectorAll("button")];
  buttons.forEach((button, index) => {
    button.tabIndex = index === 0 ? 0 : -1;
    button.addEventListener("click", () => insert(area, button.dataset));
  });
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const from = buttons.indexOf(document.activeElement);
    const to = (from + step + buttons.length) % buttons.length;
    buttons[from].tabIndex = -1;
    buttons[to].tabIndex = 0;
    buttons[to].focus();
  });
  bar.hidden = false;
}
