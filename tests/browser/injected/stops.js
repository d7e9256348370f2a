// How many places the focus has to stop at, a group of radio buttons left out.
() => {
  const all = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const reachable = (item) => item.checkVisibility() && !item.disabled && item.tabIndex >= 0 && item.type !== "radio";
  return [...document.querySelectorAll(all)].filter(reachable).length;
}
