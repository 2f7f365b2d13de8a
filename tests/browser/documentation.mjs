// What newcomers type into the search of the documentation, and the page that answers them: among the first three results.
// Usage: node documentation.mjs FOLDER (CHROMIUM names the browser)

import { finish, open, serve } from "./site.mjs";

const ASKED = [
  ["install windows", "/manual/install/"],
  ["put the site online", "/manual/output/"],
  ["logo", "/manual/look/"],
  ["draft", "/manual/lifecycle/"],
  ["add a photo", "/manual/how-to/photos/"],
  ["welsh translation", "/manual/how-to/welsh/"],
  ["broken-link", "/messages/broken-link/"],
  ["move from wordpress", "/manual/how-to/move/"],
  ["pdf large print", "/manual/editions/"],
  ["front matter", "/manual/front-matter/"],
  ["comments", "/manual/comments/"],
  ["accessibility statement", "/manual/accessibility/"],
  ["own kind of document", "/manual/kinds/"],
  ["can I move from wordpress", "/manual/how-to/move/"],
  ["how can I translate a page into Welsh", "/manual/how-to/welsh/"],
];
const FIRST = 3;

const site = await serve(process.argv[2]);
const browser = await open();
const page = await browser.newPage();
const problems = [];
for (const [query, answer] of ASKED) {
  await page.goto(`${site.origin}${site.base}/search/?q=${encodeURIComponent(query)}`, { waitUntil: "load" });
  await page.waitForSelector("[data-part=list]:not([aria-busy=true]) h3 a", { timeout: 20_000 });
  const links = await page.locator("[data-part=list] h3 a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  const first = links.slice(0, FIRST);
  if (!first.some((link) => link.split("#")[0] === site.base + answer)) problems.push(`“${query}” leads to ${first.join(", ")} and not to ${answer}`);
}
await browser.close();
site.close();
finish("questions to the documentation", ASKED.length, problems);
