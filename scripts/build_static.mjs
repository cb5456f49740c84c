// Builds static/built/ (ignored by git) from our own sources and the npm packages in the lock file:
// one stylesheet, one sprite of icons, the fonts for the screen and for PDF, and their licences.
//
//   npm ci && node scripts/build_static.mjs
//
// Needs Node 18 or newer. Running it again gives the same files.
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compileString } from "sass";

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const FDS = path.join(ROOT, "node_modules/dkfds");
const SOURCES = path.join(ROOT, "static/css");
const BUILT = path.join(ROOT, "static/built");

const OUR_SHEETS = ["tokens", "base", "components", "print"];

const FDS_PARTS = [
  "core/base", "core/focus", "core/typography",
  "elements/forms", "elements/hr", "elements/inputs", "elements/list", "elements/page",
  "components/alerts", "components/back-link", "components/breadcrumbs", "components/buttons",
  "components/details", "components/function-link", "components/pagination",
  "components/skipnav", "components/textarea",
];

const ICONS = [
  "add-document", "arrow-back", "arrow-forward", "calendar-month", "check", "chevron-right",
  "close", "document", "download", "edit", "error", "info", "menu", "person", "print",
  "search", "success", "time", "warning",
];

// Colours that FDS does not use itself, so that "primary" can be found again after compiling.
const PRIMARY = { "primary": "#123a5a", "primary-dark": "#0d2c45", "primary-darker": "#091f31" };

const COLOURS = {
  "#1a1a1a": "ink", "#fff": "white", "#ffffff": "white", "#f5f5f5": "gray-100",
  "#dcdcdc": "gray-200", "#bfbfbf": "gray-300", "#8e8e8e": "gray-400", "#707070": "gray-500",
  "#454545": "gray-600", "#c00": "error", "#cc0000": "error", "#ffe0e0": "error-light",
  "#fec": "warning-light", "#ffeecc": "warning-light", "#febb30": "warning",
  "#e2f2fb": "info-light", "#1b86c3": "info", "#ddf7ce": "success-light", "#358000": "success",
  "#004d99": "link", "#800080": "link-visited",
  ...Object.fromEntries(Object.entries(PRIMARY).map(([name, hex]) => [hex, name])),
};

function compileFds() {
  const sheets = path.join(FDS, "src/stylesheets");
  const theme = Object.entries(PRIMARY).map(([name, hex]) => `$theme-color-${name}: ${hex}`);
  const parts = FDS_PARTS.map((part) => `@use "${part}";`);
  const source = [`@use "variables" with (${theme.join(", ")});`, ...parts].join("\n");
  return compileString(source, {
    loadPaths: [sheets],
    url: pathToFileURL(path.join(sheets, "lederside.scss")),
    style: "compressed",
    charset: false,
    quietDeps: true,
    logger: { warn() {}, debug() {} },
  }).css;
}

function coloursAsVariables(css) {
  const used = {};
  const swapped = css.replace(/#[0-9a-fA-F]{3,8}\b(?=[;,})\s])/g, (hex) => {
    const name = COLOURS[hex.toLowerCase()];
    if (!name) throw new Error(`FDS has a new colour, ${hex}: decide what it means and name it here.`);
    used[name] = hex;
    return `var(--fds-${name})`;
  });
  const variables = Object.keys(used).sort().map((name) => `--fds-${name}:${used[name]}`);
  return `:root{${variables.join(";")}}${swapped}`;
}

async function copyFdsImages(css) {
  const names = new Set([...css.matchAll(/\.\.\/img\/svg-icons\/([\w-]+\.svg)/g)].map((m) => m[1]));
  await mkdir(path.join(BUILT, "img"), { recursive: true });
  for (const name of names) {
    await cp(path.join(FDS, "dist/img/svg-icons", name), path.join(BUILT, "img", name));
  }
  return css.replaceAll("../img/svg-icons/", "img/");
}

async function ourSheets() {
  const sheets = OUR_SHEETS.map((name) => readFile(path.join(SOURCES, `${name}.css`), "utf8"));
  const css = (await Promise.all(sheets)).join("\n");
  return compileString(css, { syntax: "css", style: "compressed", charset: false }).css;
}

async function buildStylesheet() {
  const { version } = JSON.parse(await readFile(path.join(FDS, "package.json"), "utf8"));
  const fds = coloursAsVariables(await copyFdsImages(compileFds()));
  const note = `/*! Indeholder dele af dkfds ${version}, MIT; se licences/dkfds.md */`;
  const sheet = `${note}\n@layer fds{${fds}}\n${await ourSheets()}\n`;
  await writeFile(path.join(BUILT, "lederside.css"), sheet);
}

async function symbol(name) {
  const svg = await readFile(path.join(FDS, "dist/img/svg-icons", `${name}.svg`), "utf8");
  const viewBox = svg.match(/viewBox="([^"]+)"/)[1];
  const inner = svg.match(/<svg[^>]*>(.*)<\/svg>/s)[1].trim();
  return `<symbol id="${name}" viewBox="${viewBox}">${inner}</symbol>`;
}

async function buildSprite() {
  const symbols = await Promise.all(ICONS.map(symbol));
  const sprite = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
  await writeFile(path.join(BUILT, "icons.svg"), sprite);
}

async function copyFonts() {
  const plex = path.join(FDS, "dist/fonts/IBMPlexSans");
  for (const weight of ["Regular", "SemiBold"]) {
    // IBM's own parts, unchanged: "Plex" is a reserved name, so we may not subset it ourselves.
    for (const part of ["Latin1", "Latin2", "Pi"]) {
      const name = `IBMPlexSans-${weight}-${part}.woff2`;
      await cp(path.join(plex, "split/woff2", name), path.join(BUILT, "fonts", name));
    }
    const whole = `IBMPlexSans-${weight}.ttf`;
    await cp(path.join(plex, "complete/ttf", whole), path.join(BUILT, "fonts", whole));
  }
}

async function copyLicences() {
  await cp(path.join(FDS, "LICENSE.md"), path.join(BUILT, "licences/dkfds.md"));
  await cp(
    path.join(FDS, "dist/fonts/IBMPlexSans/split/woff2/license.txt"),
    path.join(BUILT, "licences/ibm-plex-sans.txt"),
  );
}

await rm(BUILT, { recursive: true, force: true });
await mkdir(BUILT, { recursive: true });
await Promise.all([buildStylesheet(), buildSprite(), copyFonts(), copyLicences()]);
