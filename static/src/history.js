import { announce } from "./announce.js";

// History: the older version must stand below the newer one, so that only such pairs can be picked.
export function compare(form) {
  const rows = [...form.querySelectorAll("li.row")].filter((row) => row.querySelector("[name=oldid]"));
  const radio = (row, name) => row.querySelector(`[name=${name}]`);

  function allow(input, allowed) {
    input.disabled = !allowed;
    input.toggleAttribute("data-off", !allowed);
  }

  function update() {
    const older = rows.findIndex((row) => radio(row, "oldid").checked);
    const newer = rows.findIndex((row) => radio(row, "diff").checked);
    rows.forEach((row, index) => {
      allow(radio(row, "oldid"), newer < 0 || index > newer);
      allow(radio(row, "diff"), older < 0 || index < older);
      row.classList.toggle("row--picked", index === older || index === newer);
    });
  }

  form.addEventListener("change", update);
  window.addEventListener("pageshow", update);
  update();
}

// Lists of edits: one box that ticks all that go in one turn.
export function choose(form) {
  const boxes = [...form.querySelectorAll("[name=revision]")].slice(0, Number(form.dataset.choices));
  const line = form.querySelector(".choose-all");
  if (!boxes.length) return;
  const all = line.querySelector("input");
  line.hidden = false;

  function update() {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && !all.checked;
  }

  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  form.addEventListener("change", update);
  window.addEventListener("pageshow", update);
}

// Comparison: the two lists of revisions become sliders. What they choose is shown below without leaving the page, so
// that the hand or the key stays on the slider; an older revision always stays before the newer one.
export function walk(form) {
  const bars = form.querySelectorAll(".walk__bar");
  const older = slider(form.elements.oldid);
  const newer = slider(form.elements.diff);
  const at = (side) => side.range.valueAsNumber;
  let timer = 0;
  let loading = null;

  function show() {
    older.say();
    newer.say();
    bars.forEach((bar, index) => bar.classList.toggle("walk__bar--picked", index === at(older) || index === at(newer)));
  }

  async function load() {
    const address = `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`;
    loading?.abort();
    loading = new AbortController();
    try {
      const answer = await fetch(address, { signal: loading.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.getElementById("comparison").replaceWith(page.getElementById("comparison"));
      window.history.replaceState(null, "", address);
      announce(form.dataset.walk);
    } catch (error) {
      if (error.name !== "AbortError") window.location.assign(address);
    }
  }

  function moved(event) {
    if (event.target === older.range) older.range.value = Math.min(at(older), Math.max(at(newer) - 1, 0));
    else newer.range.value = Math.max(at(newer), Math.min(at(older) + 1, bars.length - 1));
    show();
    window.clearTimeout(timer);
    timer = window.setTimeout(load, PAUSE);
  }

  form.addEventListener("input", moved);
  form.classList.add("walk--sliding");
  form.querySelector("[type=submit]").hidden = true;
  show();
}

// Milliseconds without a move after which a comparison is fetched.
const PAUSE = 300;

function slider(select) {
  const range = document.createElement("input");
  const said = document.createElement("span");
  Object.assign(range, { type: "range", id: `${select.id}-range`, className: "walk__range", min: 0, max: select.length - 1, step: 1 });
  range.value = select.selectedIndex;
  said.className = "walk__said";
  said.ariaHidden = "true";
  select.labels[0].after(said);
  select.labels[0].htmlFor = range.id;
  select.hidden = true;
  select.after(range);

  return {
    range,
    say() {
      select.selectedIndex = range.valueAsNumber;
      said.textContent = select.selectedOptions[0].text;
      range.setAttribute("aria-valuetext", said.textContent);
    },
  };
}
