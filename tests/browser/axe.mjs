// Pages of a finished site against all rules of axe, best practices included: every page on a desktop, one of each
// sort on a phone and in the dark too.
// With `sorts`, on a desktop too it looks at one page of each sort only: for sites of many pages that are alike.
// Usage: node axe.mjs FOLDER [sorts] (CHROMIUM names the browser)

import { accessible, atOnce, finish, open, pagesOf, serve, sorts } from "./site.mjs";

const folder = process.argv[2];
const site = await serve(folder);
const browser = await open();
const problems = [];
let looked = 0;
const one = sorts(folder).map(([, address]) => address);
await look(process.argv[3] === "sorts" ? one : pagesOf(folder), { width: 1280, scheme: "light" });
await look(one, { width: 1280, scheme: "dark" });
await look(one, { width: 360, scheme: "light" });
await look(one, { width: 360, scheme: "dark" });
await browser.close();
site.close();
finish("pages against axe", looked, problems.sort());

async function look(addresses, { width, scheme }) {
  // Without motion nothing is half faded in while its colours are measured.
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    reducedMotion: "reduce",
  });
  await atOnce(addresses, () => context.newPage(), async (address, page) => {
    await page.goto(site.origin + site.base + address, { waitUntil: "load" });
    looked += 1;
    problems.push(...(await accessible(page)).map((what) => `${address} (${width} px, ${scheme}): ${what}`));
  });
  await context.close();
}
