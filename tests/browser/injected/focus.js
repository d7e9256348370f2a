// Where the focus is: the stop's number, whether an outline marks it, whether it is in sight. Null: nowhere on the page.
() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const drawn = (item) => {
    const style = item && getComputedStyle(item);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  // Codex hides boxes and buttons of choice, and draws a sign beside them.
  const shown = at.matches("[type=radio], [type=checkbox]") ? at.nextElementSibling ?? at : at;
  const box = shown.getBoundingClientRect();
  at.dataset.stop ??= String(document.querySelectorAll("[data-stop]").length);
  return {
    stop: at.dataset.stop,
    what: at.outerHTML.slice(0, 150),
    marked: [at, at.nextElementSibling, at.closest(".cdx-text-input")].some(drawn),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}
