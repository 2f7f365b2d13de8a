// Pictures of the example site for its docs: the first screen of two of its pages, as a reader sees them.
// Usage: node docs-pictures.mjs FOLDER (CHROMIUM names the browser)

import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { open, serve } from "./site.mjs";

const PICTURES = { home: "/", programme: "/programme/2012-13/" };
const SCREEN = { width: 1280, height: 860 };

const pictures = resolve(import.meta.dirname, "../../docs/content/pictures");
mkdirSync(pictures, { recursive: true });
const site = await serve(process.argv[2]);
const browser = await open();
const context = await browser.newContext({ viewport: SCREEN, colorScheme: "light" });
const page = await context.newPage();
for (const [name, address] of Object.entries(PICTURES)) {
  await page.goto(site.origin + site.base + address, { waitUntil: "load" });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}
await browser.close();
site.close();
console.log(`note: ${Object.keys(PICTURES).length} pictures in ${pictures}`);
