// The HTML of a text, without the ways to edit a section, which a preview cannot have.
(selector) => {
  const copy = document.querySelector(selector).cloneNode(true);
  for (const way of copy.querySelectorAll(".edit-section")) way.remove();
  for (const box of copy.querySelectorAll(".section-heading")) box.replaceWith(...box.childNodes);
  return copy.innerHTML.trim();
}
