// A finished site, served to a browser on this machine: its pages, and a server that knows no tricks.

import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { extname, join, resolve, sep } from "node:path";
import { chromium } from "playwright-core";

const TYPES = {
  ".css": "text/css",
  ".csv": "text/csv",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".ics": "text/calendar; charset=utf-8",
  ".jpg": "image/jpeg",
  ".js": "text/javascript",
  ".json": "application/json",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

/** All files below a folder, as paths with `/`, in order. */
export function allFiles(folder, prefix = "") {
  const names = readdirSync(join(folder, prefix)).sort();
  return names.flatMap((name) => {
    const path = prefix + name;
    return statSync(join(folder, path)).isDirectory() ? allFiles(folder, path + "/") : [path];
  });
}

/** All HTML files below a folder. */
export function htmlFiles(folder) {
  return allFiles(folder).filter((file) => file.endsWith(".html"));
}

/** The address of a page's file: `blogs/a/index.html` stands at `/blogs/a/`. */
export function addressOf(file) {
  return "/" + file.replace(/(^|\/)index\.html$/, "$1");
}

/** Where the site lives below its host, as its front page says: empty, or `/sub`. */
export function basePath(folder) {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  const link = page.match(/<link[^>]*\brel="?canonical"?[^>]*>/i)?.[0];
  const address = link?.match(/\bhref="?([^"\s>]+)/i)?.[1];
  return address ? new URL(address).pathname.replace(/\/$/, "") : "";
}

/** True for a page that only leads on to another address. */
export function isRedirect(folder, file) {
  return /http-equiv="?refresh/i.test(readFileSync(join(folder, file), "utf8"));
}

/** The addresses of all pages for readers. */
export function pagesOf(folder) {
  return htmlFiles(folder).filter((file) => !isRedirect(folder, file)).map(addressOf);
}

/**
 * One page of each sort, by name: each folder's own page, the longest one in it, and the longest below that. A site
 * keeps one sort of page in a folder, and the longest page shows the most. `below` is where a language has its pages: `cy/`.
 */
export function sorts(folder, below = "") {
  const chosen = new Map();
  for (const file of htmlFiles(folder).filter((file) => file.startsWith(below) && !isRedirect(folder, file))) {
    const address = addressOf(file);
    const parts = address.slice(below.length).split("/").filter(Boolean);
    const name = parts.length < 2 ? parts[0] ?? "home" : `${parts[0]}-${parts.length === 2 ? "page" : "part"}`;
    const size = statSync(join(folder, file)).size;
    if (size > (chosen.get(name)?.size ?? 0)) chosen.set(name, { address, size });
  }
  return [...chosen].map(([name, { address }]) => [name, address]);
}

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** What of a page in a browser breaks a rule of axe, best practices included. */
export async function accessible(page) {
  await page.evaluate(readFileSync(AXE, "utf8"));
  const rules = { "color-contrast-enhanced": { enabled: true } };
  const { violations } = await page.evaluate((rules) => window.axe.run(document, { rules }), rules);
  return violations.map(({ id, help, nodes }) => {
    const where = nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ");
    return `${help} (${id}): ${where}`;
  });
}

/** The browser that CHROMIUM names. */
export function open() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
}

/** How many tabs work at once: a tab waits for its network and its first paint more than it computes. */
const TABS = availableParallelism() + 1;

/** Calls `work` with each item, several at once; each of the workers gets what `start` makes for it. */
export async function atOnce(items, start, work) {
  const queue = [...items];
  const worker = async () => {
    const own = await start();
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item, own);
  };
  await Promise.all(Array.from({ length: TABS }, worker));
}

/** What the table `_headers` of a site sends with an address, as hosts read it. */
export function headersOf(folder) {
  const table = join(folder, "_headers");
  const rules = [];
  for (const line of existsSync(table) ? readFileSync(table, "utf8").split("\n") : []) {
    if (line.startsWith("/")) rules.push([line, []]);
    else if (line.trim()) rules.at(-1)[1].push(line.trim().split(/: (.*)/).slice(0, 2));
  }
  const fits = (pattern, path) => (pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern);
  return (path) => rules.filter(([pattern]) => fits(pattern, path)).flatMap(([, headers]) => headers);
}

/** Serves a folder on a free port of this machine; with `headers`, as a host does that reads its table of them. */
export async function serve(folder, { headers = false } = {}) {
  const root = resolve(folder);
  const sent = headers ? headersOf(folder) : () => [];
  const base = basePath(folder);
  const server = createServer((request, response) => {
    const found = fileAt(root, base, new URL(request.url, "http://localhost").pathname);
    const missing = join(root, "404.html");
    response.statusCode = found ? 200 : 404;
    response.setHeader("content-type", TYPES[extname(found ?? missing)] ?? "application/octet-stream");
    for (const [name, value] of sent(new URL(request.url, "http://localhost").pathname)) response.setHeader(name, value);
    response.end(request.method === "HEAD" ? undefined : found || existsSync(missing) ? readFileSync(found ?? missing) : "");
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, base, close: () => server.close() };
}

function fileAt(root, base, pathname) {
  const path = decodeURIComponent(pathname);
  if (base && path !== base && !path.startsWith(base + "/")) return undefined;
  const file = resolve(join(root, path.slice(base.length)));
  if (file !== root && !file.startsWith(root + sep)) return undefined;
  const whole = path.endsWith("/") || path === base ? join(file, "index.html") : file;
  return existsSync(whole) && statSync(whole).isFile() ? whole : undefined;
}

/** Starts a preview of the site in a folder, at this port or at any free one, and waits for its address. */
export async function preview(program, root, port = 0) {
  const child = spawn(program, ["serve", "--root", root, "--port", String(port)], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((done) => child.once("exit", done));
  const address = await new Promise((done, fail) => {
    let said = "";
    child.stdout.on("data", (part) => {
      said += part;
      const found = said.match(/http:\/\/\S+?\/(?=[;\s])/);
      if (found) done(found[0]);
    });
    child.once("exit", () => fail(new Error(`the server ended: ${said}`)));
  });
  return { address, end: () => (child.kill("SIGINT"), ended) };
}

/** Prints what is wrong and ends the program with it. */
export function finish(what, checked, problems) {
  for (const problem of problems) console.log(problem);
  console.log(`note: ${what}: ${checked} checked, ${problems.length} wrong`);
  process.exit(problems.length === 0 && checked > 0 ? 0 : 1);
}
