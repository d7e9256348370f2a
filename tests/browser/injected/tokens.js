// Sets samples of text under the page's heading: colours that text takes in states which a page at rest does not show
// (pointed at, visited, refused), on each ground where it may stand. They are then measured like all other text.
() => {
  const texts = [
    "--color-base", "--color-subtle", "--color-placeholder", "--color-progressive", "--color-progressive--hover", "--color-visited",
    "--color-destructive", "--color-destructive--hover", "--color-destructive--visited", "--color-error", "--color-success", "--wp-heading",
  ];
  const grounds = ["--wp-sheet", "--wp-paper", "--wp-zebra", "--background-color-neutral-subtle"];
  const pairs = texts.flatMap((text) => grounds.map((ground) => [text, ground])).concat([
    ["--wp-on-mark", "--wp-mark"],
    ["--wp-on-band", "--wp-band"],
    ["--wp-on-band", "--wp-band-strong"],
    ["--wp-on-band-subtle", "--wp-band-strong"],
    ["--color-base", "--background-color-content-added"],
    ["--color-base", "--background-color-content-removed"],
    ["--color-base", "--background-color-warning-subtle"],
    ["--color-base", "--background-color-progressive-subtle"],
    ["--color-subtle", "--background-color-progressive-subtle"],
    ["--color-progressive", "--background-color-progressive-subtle"],
  ]);
  const root = getComputedStyle(document.documentElement);
  for (const [text, ground] of pairs) {
    for (const token of [text, ground]) if (!root.getPropertyValue(token).trim()) throw new Error(`no token ${token}`);
    const sample = document.createElement("p");
    sample.className = "sample";
    sample.textContent = `${text} on ${ground}`;
    sample.style.color = `var(${text})`;
    sample.style.backgroundColor = `var(${ground})`;
    document.querySelector("h1").after(sample);
  }
  return pairs.length;
}
