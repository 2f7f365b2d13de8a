// Every link of every page of a finished site, followed by a checker that is not ours.
// Usage: node links.mjs FOLDER

import { LinkChecker } from "linkinator";
import { addressOf, finish, htmlFiles, serve } from "./site.mjs";

const folder = process.argv[2];
const files = htmlFiles(folder);
const site = await serve(folder);
const own = site.origin + site.base;

const checker = new LinkChecker();
const links = new Set();
const problems = new Set();
checker.on("link", (link) => {
  links.add(link.url);
  if (link.state === "BROKEN") {
    const from = (link.parent ?? "").replace(own, "");
    problems.add(`${from}: ${link.url.replace(own, "")} leads nowhere (${link.status})`);
  }
});
await checker.check({
  path: files.map((file) => own + addressOf(file)),
  concurrency: 20,
  timeout: 20_000,
  // Other sites are not ours to check, and may be asked only with somebody's leave.
  linksToSkip: async (link) => !link.startsWith(site.origin),
});

// What a fragment names must be on the page it leads to.
for (const file of files) {
  const page = await (await fetch(own + addressOf(file))).text();
  for (const [, href] of page.matchAll(/<a\b[^>]*?\shref="([^"]*#[^"]+)"/g)) {
    const target = new URL(href.replaceAll("&amp;", "&"), own + addressOf(file));
    if (target.origin !== site.origin) continue;
    const id = decodeURIComponent(target.hash.slice(1)).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    links.add(target.href);
    const there = await (await fetch(target)).text();
    if (!new RegExp(`\\sid="?${id}["\\s>]`).test(there)) {
      problems.add(`${addressOf(file)}: ${href} names nothing on its page`);
    }
  }
}
site.close();
finish("links", links.size, [...problems].sort());
