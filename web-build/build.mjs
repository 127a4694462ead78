// Bundles what the browser app takes from others: three ES modules, to which the page's import map leads from the real
// names, so that there is one instance of each (two of @codemirror/state do not know each other's facets).
// Run in the folder that holds node_modules, by tools/build_web.py:  node build.mjs OUT_FOLDER

import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, sep } from "node:path";

const here = process.cwd();
const out = process.argv[2];
const { build } = createRequire(join(here, "here.js"))("esbuild");

// What our modules may import, by these names, and the file that holds each. What is always used together is one file,
// so that a page asks for three and not for twenty. Directives that write style attributes or markup from strings are
// left out: the page's content policy forbids what they do.
const FILES = {
  "codemirror.js": [
    "@codemirror/commands",
    "@codemirror/language",
    "@codemirror/state",
    "@codemirror/view",
    "@lezer/common",
    "@lezer/highlight",
    "style-mod",
  ],
  "d3.js": ["d3-scale", "d3-time", "d3-time-format"],
  "lit.js": [
    "lit-html",
    "lit-html/async-directive.js",
    "lit-html/directive-helpers.js",
    "lit-html/directive.js",
    "lit-html/directives/cache.js",
    "lit-html/directives/class-map.js",
    "lit-html/directives/guard.js",
    "lit-html/directives/if-defined.js",
    "lit-html/directives/keyed.js",
    "lit-html/directives/live.js",
    "lit-html/directives/ref.js",
    "lit-html/directives/repeat.js",
    "lit-html/directives/until.js",
    "lit-html/directives/when.js",
  ],
};

const FONTS = [
  { family: "Source Serif 4", from: "@fontsource-variable/source-serif-4", file: "wght-normal", weight: "200 900" },
  { family: "Source Serif 4", from: "@fontsource-variable/source-serif-4", file: "wght-italic", weight: "200 900" },
  { family: "Instrument Sans", from: "@fontsource-variable/instrument-sans", file: "wght-normal", weight: "400 700" },
  { family: "Instrument Sans", from: "@fontsource-variable/instrument-sans", file: "wght-italic", weight: "400 700" },
  { family: "JetBrains Mono", from: "@fontsource-variable/jetbrains-mono", file: "wght-normal", weight: "100 800" },
  { family: "Courier Prime", from: "@fontsource/courier-prime", file: "400-normal", weight: "400" },
  { family: "Courier Prime", from: "@fontsource/courier-prime", file: "400-italic", weight: "400" },
  { family: "Courier Prime", from: "@fontsource/courier-prime", file: "700-normal", weight: "700" },
];
const SUBSETS = ["latin", "latin-ext"];

const packages = new Set();

await bundle();
fonts();
licenses();

async function bundle() {
  const options = { bundle: true, format: "esm", target: "es2022", platform: "browser", minify: true };
  const imports = {};
  for (const [file, names] of Object.entries(FILES)) {
    const all = names.map((name) => `export * from ${JSON.stringify(name)};`).join("\n");
    const made = await build({
      ...options,
      stdin: { contents: all, resolveDir: here },
      outfile: join(out, file),
      absWorkingDir: here,
      legalComments: "none",
      metafile: true,
      logLevel: "warning",
    });
    for (const input of Object.keys(made.metafile.inputs)) if (input !== "<stdin>") packages.add(packageOf(input));
    await nothingIsLost(names, new Set(Object.values(made.metafile.outputs)[0].exports), options);
    for (const name of names) imports[name] = file;
  }
  writeFileSync(join(out, "imports.json"), `${JSON.stringify(imports, null, 1)}\n`);
}

/** `export *` drops in silence what two modules export by one name. */
async function nothingIsLost(names, kept, options) {
  for (const name of names) {
    const asked = { ...options, stdin: { contents: `export * from ${JSON.stringify(name)};`, resolveDir: here } };
    const alone = await build({ ...asked, absWorkingDir: here, metafile: true, write: false });
    const lost = Object.values(alone.metafile.outputs)[0].exports.filter((one) => !kept.has(one));
    if (lost.length) throw new Error(`${name} exports ${lost.join(", ")}, and so does another in its file`);
  }
}

function fonts() {
  mkdirSync(join(out, "fonts"), { recursive: true });
  const faces = [];
  for (const { family, from, file, weight } of FONTS) {
    const ranges = JSON.parse(readFileSync(join(here, "node_modules", from, "unicode.json"), "utf8"));
    for (const subset of SUBSETS) {
      const name = `${from.split("/")[1]}-${subset}-${file}.woff2`;
      copyFileSync(join(here, "node_modules", from, "files", name), join(out, "fonts", name));
      const style = file.endsWith("italic") ? "italic" : "normal";
      const range = ranges[subset] ?? "U+0000-024F";
      faces.push(
        `@font-face { font-family: "${family}"; font-style: ${style}; font-weight: ${weight}; font-display: block;\n` +
          `  src: url("fonts/${name}") format("woff2"); unicode-range: ${range}; }`,
      );
    }
    packages.add(from);
  }
  writeFileSync(join(out, "fonts.css"), `${faces.join("\n")}\n`);
}

function licenses() {
  const parts = ["What the browser app of tapewright takes from others, and on which terms.\n"];
  for (const name of [...packages].sort()) {
    const folder = join(here, "node_modules", name);
    const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying|ofl)/i.test(entry));
    if (!file) throw new Error(`${name} brings no licence text`);
    const rule = "-".repeat(100);
    parts.push(`${rule}\n${name} ${about.version} (${about.license})\n${rule}\n`);
    parts.push(readFileSync(join(folder, file), "utf8").trim() + "\n");
  }
  writeFileSync(join(out, "LICENSES.txt"), parts.join("\n"));
}

function packageOf(file) {
  const path = relative("node_modules", file).split(sep).join("/");
  const [first, second] = path.split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}
