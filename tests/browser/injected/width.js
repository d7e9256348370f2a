// How wide the page is, and what reaches beyond the window, but for what stands in a box that scrolls by itself.
() => {
  const page = document.scrollingElement;
  const beyond = [...document.body.querySelectorAll("*")].filter(
    (item) => item.getBoundingClientRect().right > page.clientWidth + 1 && !item.closest(".table-scroller, .visually-hidden"),
  );
  return { width: page.scrollWidth, beyond: beyond.slice(0, 5).map((item) => item.outerHTML.slice(0, 120)) };
}
