// Every text that can be seen on the page, with its colour and what lies behind it, as computed by the browser.
// Gives {pairs: number, failing: [{ratio, color, background, text, where}], unknown: [where]}; `asked`: the least ratio.
(asked) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const seen = new Map();
  const rgba = (text) => {
    if (!seen.has(text)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = text;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      seen.set(text, [r, g, b, a / 255]);
    }
    return seen.get(text);
  };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  const channel = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const contrast = (one, two) => {
    const [low, high] = [light(one), light(two)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const where = (element) => {
    const names = [];
    for (let at = element; at && names.length < 4; at = at.parentElement) names.unshift(at.tagName.toLowerCase() + (at.classList.length ? `.${[...at.classList].join(".")}` : ""));
    return names.join(" > ");
  };
  const unknown = new Set();

  function behind(element) {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      // The arrow of a select is a picture beside its text, not behind it.
      if (style.backgroundImage !== "none" && !at.matches("select")) unknown.add(where(at));
      const color = rgba(style.backgroundColor);
      if (color[3] > 0) layers.push(color);
      if (color[3] === 1) break;
    }
    let result = rgba(getComputedStyle(document.documentElement).colorScheme.includes("dark") ? "#121212" : "#fff");
    for (const layer of layers.reverse()) result = over(layer, result);
    return result;
  }

  function visible(element) {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) return false;
    const { width, height } = element.getBoundingClientRect();
    if (width <= 1 || height <= 1) return false;
    for (let at = element; at; at = at.parentElement) if (getComputedStyle(at).clipPath === "inset(50%)") return false;
    return true;
  }

  const pairs = new Set();
  const failing = new Map();
  function judge(element, style, text) {
    const back = behind(element);
    let opacity = 1;
    for (let at = element; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity);
    const [r, g, b, a] = rgba(style.color);
    const ratio = contrast(over([r, g, b, a * opacity], back), back);
    const key = `${style.color} on ${back.map(Math.round)}`;
    pairs.add(key);
    if (ratio < asked && !failing.has(key)) failing.set(key, { ratio: Math.round(ratio * 100) / 100, pair: key, text: text.trim().slice(0, 40), where: where(element) });
  }

  for (const element of document.body.querySelectorAll("*")) {
    if (element.matches(":disabled, script, style, svg, svg *, option, optgroup") || !visible(element)) continue;
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()).map((node) => node.data);
    if (own.length || (element.matches("input, select, textarea") && element.value)) judge(element, getComputedStyle(element), own.join(" ") || element.value);
    if (element.placeholder && !element.value) judge(element, getComputedStyle(element, "::placeholder"), element.placeholder);
    if (element.tagName === "LI" && getComputedStyle(element).listStyleType !== "none") judge(element, getComputedStyle(element, "::marker"), "marker");
    for (const pseudo of ["::before", "::after"]) {
      const style = getComputedStyle(element, pseudo);
      if (/^".*\S.*"/.test(style.content)) judge(element, style, style.content);
    }
  }
  return { pairs: pairs.size, failing: [...failing.values()], unknown: [...unknown] };
}
