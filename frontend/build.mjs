// Builds what the browser cannot take from the packages as they are: the fonts with their style sheet, and the editor.
// Everything lands in ../static/built, which is never committed. Run by `npm ci && npm run build`.

import { build } from "esbuild";
import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "static", "built");
const out = join(here, "node_modules", ".built"); // whole before anyone sees it, then moved into place

// family, package, subset, file suffix, weight range, further descriptors
const LATIN_WIDTH = { stretch: "62.5% 100%" };
const FONTS = [
  ["Noto Serif", "noto-serif", "latin", "wdth-normal", "100 900", LATIN_WIDTH],
  ["Noto Serif", "noto-serif", "latin-ext", "wdth-normal", "100 900", LATIN_WIDTH],
  ["Noto Serif", "noto-serif", "latin", "wght-italic", "100 900", { style: "italic" }],
  ["Noto Serif", "noto-serif", "latin-ext", "wght-italic", "100 900", { style: "italic" }],
  ["Noto Sans", "noto-sans", "latin", "wdth-normal", "100 900", LATIN_WIDTH],
  ["Noto Sans", "noto-sans", "latin-ext", "wdth-normal", "100 900", LATIN_WIDTH],
  ["Noto Sans", "noto-sans", "latin", "wght-italic", "100 900", { style: "italic" }],
  ["Noto Sans", "noto-sans", "latin-ext", "wght-italic", "100 900", { style: "italic" }],
  ["Noto Naskh Arabic", "noto-naskh-arabic", "arabic", "wght-normal", "400 700", {}],
  ["Noto Sans Arabic", "noto-sans-arabic", "arabic", "wght-normal", "100 900", {}],
  ["Noto Serif Hebrew", "noto-serif-hebrew", "hebrew", "wght-normal", "100 900", {}],
  ["Noto Sans Hebrew", "noto-sans-hebrew", "hebrew", "wght-normal", "100 900", {}],
];

// Whole fonts for what is printed as PDF: a sub-set of one family would be taken for the whole of it.
const PRINT_FONTS = [
  ["noto-serif", ["400Regular/NotoSerif_400Regular", "700Bold/NotoSerif_700Bold"]],
  ["noto-serif", ["400Regular_Italic/NotoSerif_400Regular_Italic", "700Bold_Italic/NotoSerif_700Bold_Italic"]],
  ["noto-naskh-arabic", ["400Regular/NotoNaskhArabic_400Regular", "700Bold/NotoNaskhArabic_700Bold"]],
  ["noto-serif-hebrew", ["400Regular/NotoSerifHebrew_400Regular", "700Bold/NotoSerifHebrew_700Bold"]],
];

async function printFonts() {
  const folder = join(out, "print");
  await mkdir(folder, { recursive: true });
  for (const [name, faces] of PRINT_FONTS) {
    const source = join(here, "node_modules", "@expo-google-fonts", name);
    await copyFile(join(source, "LICENSE_FONT"), join(folder, `${name}-licence.txt`));
    for (const one of faces) await copyFile(join(source, `${one}.ttf`), join(folder, `${basename(one)}.ttf`));
  }
}

async function fonts() {
  await mkdir(join(out, "fonts"), { recursive: true });
  const faces = [];
  for (const [family, name, subset, suffix, weight, more] of FONTS) {
    const source = join(here, "node_modules", "@fontsource-variable", name);
    const file = `${name}-${subset}-${suffix}.woff2`;
    const ranges = JSON.parse(await readFile(join(source, "unicode.json"), "utf8"));
    await copyFile(join(source, "files", file), join(out, "fonts", file));
    await copyFile(join(source, "LICENSE"), join(out, "fonts", `${name}-licence.txt`));
    faces.push(face(family, file, weight, more, ranges[subset]));
  }
  await writeFile(
    join(out, "fonts.css"),
    `/* Built from the Noto packages; their licences stand beside the fonts. */\n${faces.join("\n")}\n`,
  );
}

function face(family, file, weight, { stretch, style = "normal" }, range) {
  const width = stretch ? ` font-stretch: ${stretch};` : "";
  return (
    `@font-face { font-family: "${family}"; src: url("fonts/${file}") format("woff2"); font-weight: ${weight};` +
    `${width} font-style: ${style}; font-display: swap; unicode-range: ${range}; }`
  );
}

async function editor() {
  await build({
    entryPoints: [join(here, "src", "editor.js")],
    outfile: join(out, "editor.js"),
    bundle: true,
    format: "esm",
    target: ["es2022"],
    minify: true,
    charset: "utf8",
    legalComments: "linked",
    logLevel: "warning",
  });
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await Promise.all([fonts(), printFonts(), editor()]);
const size = (await stat(join(out, "editor.js"))).size;
await rm(target, { recursive: true, force: true });
await rename(out, target);
console.log(`Built ${FONTS.length} fonts and the editor (${Math.round(size / 1024)} KB) into static/built.`);
