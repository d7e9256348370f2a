// Suggestions under the search field: an ARIA combobox. The form works as it is without them.
import { announce } from "./announce.js";

const DELAY = 160;
const known = new Map();

async function ask(url, text, signal) {
  if (known.has(text)) return known.get(text);
  const answer = await fetch(`${url}?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" }, signal });
  if (!answer.ok) return [];
  const found = await answer.json();
  known.set(text, found);
  return found;
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (text) made.textContent = text;
  return made;
}

function option(index, title, description) {
  const item = element("li", "cdx-menu-item cdx-menu-item--enabled");
  item.id = `suggestion-${index}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.append(element("span", "cdx-menu-item__text__label", title));
  if (description) item.append(element("span", "cdx-menu-item__text__description", description));
  return item;
}

export function suggest(form) {
  const input = form.querySelector("input[type=search]");
  const words = form.dataset;
  const menu = element("div", "cdx-menu suggest-menu");
  const list = element("ul", "cdx-menu__listbox");
  list.id = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.suggestList);
  menu.append(list);
  menu.hidden = true;
  form.append(menu);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) {
    input.setAttribute(name, value);
  }

  let active = -1;
  let timer = 0;
  let request = null;

  function close() {
    menu.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function select(index) {
    const options = [...list.children];
    active = (index + options.length) % options.length;
    options.forEach((item, position) => item.setAttribute("aria-selected", String(position === active)));
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  }

  function go(item) {
    if (item.dataset.url) window.location.assign(item.dataset.url);
    else form.submit();
  }

  function show(text, found) {
    const items = found.map((page, index) => {
      const item = option(index, page.title, page.excerpt);
      item.dataset.url = page.url;
      return item;
    });
    items.push(option(found.length, `${words.suggestAll} ${text}`));
    list.replaceChildren(...items);
    active = -1;
    input.removeAttribute("aria-activedescendant");
    menu.hidden = false;
    input.setAttribute("aria-expanded", "true");
    const counted = found.length === 1 ? words.suggestOne : words.suggestSome;
    announce(found.length ? `${found.length} ${counted}` : words.suggestNone);
  }

  async function update() {
    const text = input.value.trim();
    request?.abort();
    if (text.length < 2) return close();
    request = new AbortController();
    try {
      const found = await ask(words.suggestUrl, text, request.signal);
      if (document.activeElement === input && input.value.trim() === text) show(text, found);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(update, DELAY);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !menu.hidden) {
      event.preventDefault();
      close();
    } else if (menu.hidden && event.key === "ArrowDown") {
      event.preventDefault();
      update();
    } else if (!menu.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      if (event.key === "ArrowDown") select(active + 1);
      else select(active < 0 ? -1 : active - 1);
    } else if (active >= 0 && (event.key === "Home" || event.key === "End")) {
      event.preventDefault();
      select(event.key === "Home" ? 0 : -1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      go(list.children[active]);
    }
  });
  input.addEventListener("blur", () => {
    window.clearTimeout(timer);
    close();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) go(item);
  });
}
