// Lighthouse on a slow phone: ten pages of the example site that show pictures, each at least 98 for speed, access, good practice
// and search engines. It takes some minutes, so it is no part of the test command.
// Usage: node lighthouse.mjs OUTPUT (CHROMIUM names the browser); needs the network the first time, for Lighthouse itself

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { htmlFiles, isRedirect, serve } from "./site.mjs";

const LIGHTHOUSE = "lighthouse@13.5.0";
const LEAST = 98;
const PAGES = 10;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

const folder = process.argv[2] ?? "output";
const server = await serve(folder);
const work = mkdtempSync(join(tmpdir(), "lighthouse-"));
let failed = 0;
try {
  for (const address of withPictures()) {
    const found = await look(server.origin + server.base + address);
    const holds = Object.values(found.scores).every((score) => score >= LEAST);
    if (!holds) failed += 1;
    console.log(`${holds ? "ok    " : "FAILED"} ${address}  ${Object.entries(found.scores).map(([name, score]) => `${name} ${score}`).join(", ")}; first picture or text ${found.shown}`);
    if (!holds) for (const line of found.reasons) console.log(`         ${line}`);
  }
} finally {
  server.close();
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

/** Pages with pictures: one of each folder first, those with photographs before those with drawings. */
function withPictures() {
  const all = htmlFiles(folder).filter((file) => !isRedirect(folder, file));
  const counted = all.map((file) => {
    const main = readFileSync(join(folder, file), "utf8").split("<main")[1] ?? "";
    return { file, photographs: main.split("<source type").length - 1, pictures: main.split("<img").length - 1 };
  });
  const shown = counted.filter((page) => page.pictures > 0);
  shown.sort((a, b) => b.photographs - a.photographs || b.pictures - a.pictures || a.file.localeCompare(b.file));
  const seen = new Set();
  const first = shown.filter((page) => {
    const sort = page.file.split("/").slice(0, -2).join("/") || page.file;
    return !seen.has(sort) && seen.add(sort);
  });
  const rest = shown.filter((page) => !first.includes(page));
  return [...first, ...rest].slice(0, PAGES).map(({ file }) => "/" + file.replace(/index\.html$/, ""));
}

/** The scores of a page, and what costs it points. The server is in this process, so nothing may wait for Lighthouse. */
async function look(url) {
  const report = join(work, "report.json");
  const args = ["--yes", LIGHTHOUSE, url, "--quiet", "--output=json", `--output-path=${report}`, `--only-categories=${CATEGORIES}`,
    "--chrome-flags=--headless=new --no-sandbox"];
  const env = { ...process.env, CHROME_PATH: process.env.CHROMIUM || "/usr/bin/chromium" };
  await promisify(execFile)("npx", args, { env });
  const { categories, audits } = JSON.parse(readFileSync(report, "utf8"));
  const scores = Object.fromEntries(CATEGORIES.map((name) => [name, Math.round(categories[name].score * 100)]));
  const reasons = CATEGORIES.flatMap((name) => categories[name].auditRefs
    .filter((ref) => ref.weight > 0 && audits[ref.id].score !== null && audits[ref.id].score < 0.9)
    .map((ref) => `${name}: ${audits[ref.id].title} ${audits[ref.id].displayValue ?? ""}`));
  return { scores, reasons, shown: audits["largest-contentful-paint"].displayValue };
}
