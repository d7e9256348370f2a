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
