// Bundles the front end: src/main.css and src/main.js become minified files named after their content in dist/,
// each with a .gz beside it, and dist/manifest.json says which name stands for which.
// Rule: dist/ is made anew each time and nothing but these sources decides what is in it.
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const SOURCES = join(HERE, "src");
const DIST = join(HERE, "dist");
const TARGET = ["chrome109", "firefox115", "safari16"];
const require = createRequire(import.meta.url);

const TOKENS = dirname(require.resolve("@wikimedia/codex-design-tokens/dist/theme-wikimedia-ui-root.css"));
const CODEX = join(dirname(require.resolve("@wikimedia/codex/dist/codex.style.css")), "modules");

// Dark values hold when the reader chose them, or when the system asks and the reader chose nothing; never on paper.
const darkRules = (declarations) =>
  `@media screen and (prefers-color-scheme: dark) { :root[data-theme="auto"] { ${declarations} } }\n` +
  `@media screen { :root[data-theme="dark"] { ${declarations} } }\n`;

const body = (css) => css.slice(css.indexOf("{") + 1, css.lastIndexOf("}"));

async function tokens(mode) {
  if (mode === "light") return readFile(join(TOKENS, "theme-wikimedia-ui.css"), "utf8");
  return darkRules(body(await readFile(join(TOKENS, "theme-wikimedia-ui-mode-dark.css"), "utf8")));
}

const wiki = {
  name: "wiki",
  setup(builder) {
    builder.onResolve({ filter: /^(tokens|codex):/ }, ({ path }) => ({ path, namespace: path.split(":")[0] }));
    builder.onLoad({ filter: /.*/, namespace: "tokens" }, async ({ path }) => ({ contents: await tokens(path.split(":")[1]), loader: "css" }));
    builder.onLoad({ filter: /.*/, namespace: "codex" }, async ({ path }) => ({
      contents: await readFile(join(CODEX, `${path.split(":")[1]}.css`), "utf8"),
      loader: "css",
    }));
    // `@theme-dark { … }` in our own files stands for the two rules above.
    builder.onLoad({ filter: /theme\.css$/ }, async ({ path }) => {
      const css = await readFile(path, "utf8");
      return { contents: css.replace(/@theme-dark \{([^}]*)\}/, (_, declarations) => darkRules(declarations)), loader: "css" };
    });
  },
};

// Codex declares every token it has; only those that something reads are kept, found until nothing more is dropped.
function withoutUnusedTokens(css) {
  for (;;) {
    const used = new Set(Array.from(css.matchAll(/var\(\s*(--[\w-]+)/g), (match) => match[1]));
    const kept = css.replace(/^\s*(--[\w-]+):[^;{}]*;\n/gm, (line, name) => (used.has(name) ? line : ""));
    if (kept.length === css.length) return css;
    css = kept;
  }
}

// Rules for browsers without masks, which none of our targets is.
const withoutOldFallbacks = (css) => css.replace(/@supports not \(\(\(-webkit-mask-image: none\) or \(mask-image: none\)\)\) \{(?:[^{}]|\{[^{}]*\})*\}\n?/g, "");

async function bundle(entry) {
  const minify = extname(entry) === ".js";
  const result = await build({ entryPoints: [join(SOURCES, entry)], bundle: true, write: false, format: "esm", target: TARGET, minify, plugins: [wiki], legalComments: "none", logLevel: "warning" });
  const text = result.outputFiles[0].text;
  if (minify) return text;
  const trimmed = withoutUnusedTokens(withoutOldFallbacks(text));
  return (await transform(trimmed, { loader: "css", minify: true, target: TARGET, legalComments: "none" })).code;
}

async function write(folder, name, content) {
  const bytes = Buffer.from(content);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  const extension = extname(name);
  const hashed = `${basename(name, extension)}-${hash}${extension}`;
  await writeFile(join(folder, hashed), bytes);
  await writeFile(join(folder, `${hashed}.gz`), gzipSync(bytes, { level: 9 }));
  return hashed;
}

const started = performance.now();
const fresh = `${DIST}.new`;
await rm(fresh, { recursive: true, force: true });
await mkdir(fresh, { recursive: true });
const assets = {
  "main.css": await bundle("main.css"),
  "main.js": await bundle("main.js"),
  "icon.svg": await readFile(join(SOURCES, "icon.svg"), "utf8"),
};
const manifest = {};
for (const [name, content] of Object.entries(assets)) manifest[name] = await write(fresh, name, content);
await writeFile(join(fresh, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
await rm(DIST, { recursive: true, force: true });
await rename(fresh, DIST);
for (const [name, hashed] of Object.entries(manifest)) {
  const packed = gzipSync(Buffer.from(assets[name]), { level: 9 }).length;
  console.log(`${hashed.padEnd(28)} ${(Buffer.byteLength(assets[name]) / 1024).toFixed(1).padStart(7)} KB  ${(packed / 1024).toFixed(1).padStart(6)} KB gzip`);
}
console.log(`Front end built in ${Math.round(performance.now() - started)} ms`);
