// What there is to tap in the page's frame that is smaller than `least` pixels, one way or the other.
(least) => {
  const frame = ".site-header :is(a, button, summary, input), .page-tabs :is(a, summary), .site-footer :is(a, button)";
  return [...document.querySelectorAll(frame)]
    .filter((item) => item.checkVisibility())
    .map((item) => [item.textContent.trim(), item.getBoundingClientRect()])
    .filter(([, { width, height }]) => Math.min(width, height) < least)
    .map(([text, { width, height }]) => `${text}: ${width} × ${height}`);
}
