// Pages of a finished site against all rules of axe, best practices included: every page on a desktop, one of each
// sort on a phone and in the dark too.
// Usage: node axe.mjs FOLDER (CHROMIUM names the browser)

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { atOnce, finish, open, pagesOf, serve, sorts } from "./site.mjs";

const folder = process.argv[2];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const site = await serve(folder);
const browser = await open();
const problems = [];
let looked = 0;
const one = sorts(folder).map(([, address]) => address);
await look(pagesOf(folder), { width: 1280, scheme: "light" });
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
    await page.evaluate(axe);
    const rules = { "color-contrast-enhanced": { enabled: true } };
    const { violations } = await page.evaluate((rules) => window.axe.run(document, { rules }), rules);
    looked += 1;
    for (const { id, help, nodes } of violations) {
      const where = nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ");
      problems.push(`${address} (${width} px, ${scheme}): ${help} (${id}): ${where}`);
    }
  });
  await context.close();
}
