// What the search of a site costs: to make and to use, beside Pagefind, for sites of several sizes. In a real browser; sizes are those of a host that compresses what browsers ask for compressed.
//
// Usage: node benches/search/figures.mjs PROGRAM POSTS FOLDER PAGES...
//   PROGRAM  copublish, compiled with `--release`
//   POSTS    a folder of Markdown posts, of which corpus.mjs makes the sites
//   FOLDER   where to make them; sites that are there are used again
//   PAGES    how many pages: 1000 10000 100000
// REUSE=1 takes sites that are built as they are, and measures only what readers load.
// Needs a Chromium, GNU time, and for the comparison `npm install pagefind@1.6.0 --no-save --prefix DIR` and
// PAGEFIND=DIR/node_modules/.bin/pagefind; without it, only copublish is measured.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { open } from "../../tests/browser/site.mjs";

const [program, posts, folder, ...sizes] = process.argv.slice(2);
if (sizes.length === 0) throw new Error("usage: node benches/search/figures.mjs PROGRAM POSTS FOLDER PAGES...");
const here = new URL(".", import.meta.url).pathname;
const QUERIES = { first: "agile procurement", next: "open source policy", mistyped: "recieve", nothing: "zzzqqq" };

/** Runs a program: seconds of processor time, and megabytes of memory at most. */
function cost(command, args, cwd) {
  const { status, stderr, error } = spawnSync("/usr/bin/time", ["-f", "cost %U %S %M", command, ...args], { cwd, encoding: "utf8", maxBuffer: 1 << 28 });
  const seen = stderr?.match(/cost ([\d.]+) ([\d.]+) (\d+)\s*$/);
  if (!seen || (status !== 0 && status !== 1)) throw new Error(`${command}: ${error ?? stderr?.slice(-500)}`);
  return { seconds: Number(seen[1]) + Number(seen[2]), megabytes: Math.round(Number(seen[3]) / 1024) };
}

function sizeOf(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return { files: names.length, bytes: names.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0) };
}

/** A host that compresses text, and counts what browsers load: also what workers ask for, which no page's log shows. */
async function host(folder) {
  const types = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css", json: "application/json", svg: "image/svg+xml" };
  let seen = { bytes: 0, requests: 0 };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://h").pathname);
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
    const type = types[file.split(".").at(-1)];
    const content = type ? gzipSync(readFileSync(file), { level: 6 }) : readFileSync(file);
    // What hosts say of a file is about as long.
    seen = { bytes: seen.bytes + content.length + 200, requests: seen.requests + 1 };
    if (process.env.LOG) console.error(`${content.length} ${path}`);
    const plain = file.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    response.writeHead(200, type ? { "content-type": type, "content-encoding": "gzip" } : { "content-type": plain }).end(content);
  });
  await new Promise((done) => server.listen(0, done));
  const taken = () => {
    const taken = seen;
    seen = { bytes: 0, requests: 0 };
    return taken;
  };
  return { origin: `http://localhost:${server.address().port}`, taken, close: () => server.close() };
}

/** A page of a browser that has nothing yet. */
async function fresh(browser, conditions) {
  const page = await (await browser.newContext()).newPage();
  if (conditions) {
    const network = await page.context().newCDPSession(page);
    await network.send("Network.enable");
    await network.send("Network.emulateNetworkConditions", { offline: false, ...conditions });
  }
  return page;
}

const settled = (page) => page.waitForFunction(() => document.querySelector("[data-part=status] h2, [data-part=notes] button"));

/** What a reader of copublish's search loads, and how long a 3G telephone takes. */
async function ours(browser, { origin, taken }) {
  const page = await fresh(browser);
  taken();
  await page.addInitScript(noteFirstResult);
  await page.goto(`${origin}/search/?q=${encodeURIComponent(QUERIES.first)}`);
  await settled(page);
  await page.waitForLoadState("networkidle");
  const seen = { first: await page.evaluate(() => window.firstResult), all: taken() };
  for (const name of ["next", "mistyped", "nothing"]) {
    await page.fill("#_q", QUERIES[name]);
    await page.press("#_q", "Enter");
    await page.waitForFunction((query) => document.querySelector("[data-part=status]").textContent.includes(query), QUERIES[name]);
    await page.waitForLoadState("networkidle");
    seen[name] = taken();
  }
  await page.context().close();
  // The mobile 3G of Lighthouse: 1.6 Mbit/s, 150 ms there and back.
  const slow = await fresh(browser, { latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 });
  const start = Date.now();
  await slow.goto(`${origin}/search/?q=${encodeURIComponent(QUERIES.first)}`, { waitUntil: "commit" });
  await settled(slow);
  seen.slow = Date.now() - start;
  await slow.context().close();
  return seen;
}

/** The same for Pagefind, without an interface. */
async function theirs(browser, { origin, taken }) {
  const page = await fresh(browser);
  await page.goto(`${origin}/404.html`);
  await page.waitForLoadState("networkidle");
  taken();
  const seen = {};
  for (const [name, query] of Object.entries(QUERIES)) {
    await page.evaluate(async (query) => {
      window.pagefind ??= await import("/pagefind/pagefind.js");
      const { results } = await window.pagefind.search(query);
      await Promise.all(results.slice(0, 10).map((result) => result.data()));
    }, query);
    await page.waitForLoadState("networkidle");
    seen[name] = taken();
  }
  await page.context().close();
  return seen;
}

/** Notes what a page has loaded when it shows its first result, as the browser says. */
function noteFirstResult() {
  new MutationObserver((_, observer) => {
    if (!document.querySelector("[data-part=list] li")) return;
    observer.disconnect();
    const loaded = ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type));
    window.firstResult = { bytes: loaded.reduce((sum, it) => sum + it.transferSize, 0), requests: loaded.length };
  }).observe(document, { childList: true, subtree: true });
}

const kilobytes = ({ bytes, requests }) => `${(bytes / 1000).toFixed(1)} KB, ${requests}`;
mkdirSync(folder, { recursive: true });
const browser = await open();
console.log("| | pages | index | files | processor | memory | first result | next | mistyped | nothing | 3G |\n| --- | ---: | ---: | ---: | ---: | ---: | --- | --- | --- | --- | ---: |");
for (const pages of sizes) {
  const site = join(folder, pages);
  if (!existsSync(site)) {
    const made = spawnSync(process.execPath, [join(here, "corpus.mjs"), posts, pages, site], { encoding: "utf8" });
    if (made.status !== 0) throw new Error(made.stderr);
  }
  const settings = join(site, "site.yaml");
  const plain = readFileSync(settings, "utf8").replace("search: off\n", "");
  const clean = () => ["output", ".copublish"].forEach((name) => rmSync(join(site, name), { recursive: true, force: true }));
  const build = (text) => {
    clean();
    writeFileSync(settings, text);
    return cost(program, ["build"], site);
  };
  const isReused = process.env.REUSE && existsSync(join(site, "output"));
  const without = isReused ? null : build(`${plain}search: off\n`);
  const searched = isReused ? null : build(plain);
  const index = sizeOf(join(site, "output/search"));
  const served = await host(join(site, "output"));
  const loaded = await ours(browser, served);
  const share = searched && Math.round((searched.seconds / without.seconds - 1) * 100);
  const [processor, memory] = searched
    ? [`${searched.seconds.toFixed(1)} s instead of ${without.seconds.toFixed(1)} s (+${share} %)`, `${searched.megabytes} MB instead of ${without.megabytes}`]
    : ["", ""];
  console.log(`| copublish | ${pages} | ${(index.bytes / 1e6).toFixed(2)} MB | ${index.files} | ${processor} | ${memory} | ${kilobytes(loaded.first)}; all ten ${kilobytes(loaded.all)} | ${kilobytes(loaded.next)} | ${kilobytes(loaded.mistyped)} | ${kilobytes(loaded.nothing)} | ${loaded.slow} ms |`);
  if (process.env.PAGEFIND) {
    const { seconds, megabytes } = cost(process.env.PAGEFIND, ["--site", "output", "--root-selector", "main"], site);
    const index = sizeOf(join(site, "output/pagefind"));
    const loaded = await theirs(browser, served);
    console.log(`| Pagefind | ${pages} | ${(index.bytes / 1e6).toFixed(2)} MB | ${index.files} | ${seconds.toFixed(1)} s | ${megabytes} MB | ${kilobytes(loaded.first)} | ${kilobytes(loaded.next)} | ${kilobytes(loaded.mistyped)} | ${kilobytes(loaded.nothing)} | |`);
  }
  served.close();
}
await browser.close();
