// Every page, style sheet and drawing of a finished site against the Nu HTML checker of the W3C, which is a program in Java.
// A page, a style sheet and a drawing with a mistake each are looked at with them: one of them passing is a mistake of this test.
// Usage: node nu.mjs FOLDER (needs java)

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { allFiles, finish } from "./site.mjs";

const CHECKER = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");
/** A list without bullets is no list to VoiceOver, unless its role says so; `paint-order` is of SVG 2 and in every browser. */
const KNOWN = [/^The “list” role is unnecessary for element/, /Property “paint-order” doesn't exist/];
const WRONG = {
  "wrong.html": `<!DOCTYPE html><html lang="en"><title>Wrong</title><ul><p>Text</p></ul></html>`,
  "wrong.css": "p { colour: red }",
  "wrong.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><circle r="wide"/><p/></svg>`,
};

const folder = resolve(process.argv[2]);
const planted = mkdtempSync(join(tmpdir(), "nu-"));
for (const [name, text] of Object.entries(WRONG)) writeFileSync(join(planted, name), text);
const files = allFiles(folder).filter((file) => /\.(html|css|svg)$/.test(file)).map((file) => join(folder, file));
const messages = check([...files, ...Object.keys(WRONG).map((name) => join(planted, name))]);
rmSync(planted, { recursive: true });

const isKnown = ({ message }) => KNOWN.some((known) => known.test(message));
const problems = messages.filter((message) => !pathOf(message).startsWith(planted) && !isKnown(message)).map(told);
for (const name of Object.keys(WRONG)) {
  if (!messages.some(({ type, url }) => type === "error" && url.endsWith(`/${name}`))) problems.push(`the checker let a mistake pass: ${WRONG[name]}`);
}
finish("pages, style sheets and drawings against the Nu checker", files.length, problems);

/** What the checker says; it ends with 1 if there is an error, and there are the planted ones. */
function check(files) {
  const run = spawnSync("java", ["-Xss4m", "-jar", CHECKER, "--also-check-css", "--also-check-svg", "--format", "json", ...files],
    { encoding: "utf8", maxBuffer: 1 << 28 });
  if (run.error) throw run.error;
  return JSON.parse(run.stderr || run.stdout).messages;
}

/** The checker writes `file:/a` for what Node writes as `file:///a`. */
function pathOf({ url }) {
  return fileURLToPath(new URL(url).href);
}

function told(message) {
  const { lastLine, message: words, extract } = message;
  return `${relative(folder, pathOf(message))}:${lastLine ?? 1}: ${words}${extract ? `: ${extract.trim().replaceAll("\n", " ")}` : ""}`;
}
