// Contents beside the text: the entry of the section being read carries aria-current.
const BESIDE = window.matchMedia("(min-width: 70rem)");

// Browsers that cannot show a closed <details> beside the text get it opened; so do screen readers.
export function unfold(nav) {
  const details = nav.querySelector(":scope > details");
  if (!details) return;
  const update = () => {
    details.open = BESIDE.matches;
  };
  BESIDE.addEventListener("change", update);
  if (BESIDE.matches) update();
}

export function follow(nav) {
  const links = [...nav.querySelectorAll('a[href^="#"]')];
  const pairs = links.map((link) => [link, document.getElementById(decodeURIComponent(link.hash.slice(1)))]).filter(([, heading]) => heading);
  if (!pairs.length) return;
  let current = null;
  let waiting = false;

  function update() {
    waiting = false;
    const line = window.innerHeight / 4;
    const passed = pairs.filter(([, heading]) => heading.getBoundingClientRect().top <= line);
    const link = passed.length ? passed[passed.length - 1][0] : null;
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    current = link;
    const box = link?.closest(".toc > *");
    if (box && box.scrollHeight > box.clientHeight) box.scrollTop = link.offsetTop - box.clientHeight / 2;
  }

  window.addEventListener(
    "scroll",
    () => {
      if (waiting) return;
      waiting = true;
      window.requestAnimationFrame(update);
    },
    { passive: true },
  );
  update();
}

// Sections of the same name are numbered; where one before was renamed, an old address still leads to one of them.
export function land() {
  const name = decodeURIComponent(location.hash.slice(1));
  if (!/_\d+$/.test(name) || document.getElementById(name)) return;
  const heading = document.getElementById(name.replace(/_\d+$/, ""));
  if (heading) heading.scrollIntoView();
}
