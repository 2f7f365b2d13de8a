// How much a reader's device has to fetch for a page of a finished site: its HTML with its style sheets.
// Usage: node weight.mjs FOLDER

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { basePath, finish, htmlFiles } from "./site.mjs";

/** What a page may weigh, in bytes. */
const MOST = 60_000;
/** One style sheet of the theme; that of highlighted code is another's. */
const MOST_STYLE = 32_000;
/** A whole report on one page is as long as the report. */
const WITHOUT_LIMIT = /(^|\/)whole\/index\.html$/;

const folder = process.argv[2];
const base = basePath(folder);
const problems = [];
const files = htmlFiles(folder);
let heaviest = 0;
for (const file of files) {
  const html = readFileSync(join(folder, file));
  const links = html.toString().matchAll(/<link rel="?stylesheet"? href="?([^"\s>]+)/g);
  const sheets = [...links].map(([, href]) => statSync(join(folder, href.slice(base.length))).size);
  const weight = sheets.reduce((sum, size) => sum + size, html.length);
  if (sheets.some((size) => size > MOST_STYLE)) problems.push(`${file}: a style sheet of ${Math.max(...sheets)} bytes`);
  if (WITHOUT_LIMIT.test(file)) continue;
  heaviest = Math.max(heaviest, weight);
  if (weight > MOST) problems.push(`${file}: ${weight} bytes of HTML and CSS`);
}
console.log(`note: the heaviest page is ${heaviest} bytes of HTML and CSS`);
finish("weights of pages", files.length, problems);
