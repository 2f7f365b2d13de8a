// Pictures for the docs: the first screen of two pages of the example site, as a reader sees them, smaller ones of a page of
// each kind, and a preview that shows its author what is wrong.
// Usage: node docs-pictures.mjs FOLDER COPUBLISH (CHROMIUM names the browser)

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { open, preview, serve } from "./site.mjs";

const PICTURES = { home: "/", programme: "/programme/2012-13/" };
const SCREEN = { width: 1280, height: 860 };

/** A page of each kind; a comment is on the page that it is about. */
const KINDS = {
  blog: "/blogs/three-years-on/",
  chapter: "/reports/progress-2012/who-we-are/",
  collection: "/collections/new-to-personalisation/",
  comment: "/blogs/regional-initiatives/#comment-how-can-we-join",
  commitment: "/commitments/information-i-can-use/",
  downloads: "/downloads/",
  event: "/events/fair-meetings-workshop/",
  group: "/groups/board/",
  home: "/",
  news: "/news/progress-report-and-work-programme/",
  organisation: "/organisations/adass/",
  page: "/about/",
  person: "/people/bill-davidson/",
  programme: "/programme/2012-13/",
  region: "/regions/north-west/",
  report: "/reports/progress-2012/",
  statement: "/about/accessibility/",
  topic: "/topics/personal-budgets/",
  "work-stream": "/work-streams/making-it-real/",
};
/** They are shown smaller than they are on the screen. */
const KIND_SCREEN = { width: 1000, height: 800 };
const KIND_WIDTH = 720;
const MESSAGE_WIDTH = 960;

/** A site whose author has mistyped an id and a link. */
const MISTAKES = {
  "site.yaml": "title: Partnership for Care\nbase_url: https://www.example.org\ngit_dates: false\n",
  "content/people/sam-lee.md": "---\ntitle: Sam Lee\n---\nSam chairs the board.\n",
  "content/about.md": "---\ntitle: About us\n---\nWe are a partnership.\n",
  "content/blogs/2012-06-29-first-meeting.md":
    "---\ntitle: Our first meeting\nauthors: [sam-leee]\n---\nForty people came, and [most of them](../abuot.md) will come again.\n",
};

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
mkdirSync(join(pictures, "kinds"), { recursive: true });
await page.setViewportSize(KIND_SCREEN);
const painter = await context.newPage();
let bytes = 0;
for (const [kind, address] of Object.entries(KINDS)) {
  await page.goto(site.origin + site.base + address, { waitUntil: "load" });
  const picture = await webp(await page.screenshot());
  writeFileSync(join(pictures, "kinds", `${kind}.webp`), picture);
  bytes += picture.length;
}
await message();
await browser.close();
site.close();
const count = Object.keys(PICTURES).length + Object.keys(KINDS).length + 1;
console.log(`note: ${count} pictures in ${pictures}; those of kinds have ${Math.round(bytes / 1000)} KB`);

/** The preview of a page that has mistakes. */
async function message() {
  const root = mkdtempSync(join(tmpdir(), "mistakes-"));
  for (const [path, text] of Object.entries(MISTAKES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const server = await preview(resolve(process.argv[3]), root);
  await page.setViewportSize(KIND_SCREEN);
  await page.goto(`${server.address}blogs/first-meeting/`, { waitUntil: "load" });
  await page.waitForTimeout(1000);
  writeFileSync(join(pictures, "message.webp"), await webp(await page.screenshot(), MESSAGE_WIDTH));
  await server.end();
  rmSync(root, { recursive: true });
}

/** A screenshot as a smaller WebP: browsers can make one, and nothing else is needed. */
async function webp(png, width = KIND_WIDTH) {
  const data = await painter.evaluate(
    async ({ source, width }) => {
      const picture = new Image();
      picture.src = source;
      await picture.decode();
      const canvas = document.createElement("canvas");
      canvas.width = width;
      canvas.height = Math.round((picture.height * width) / picture.width);
      const context = canvas.getContext("2d");
      context.imageSmoothingQuality = "high";
      context.drawImage(picture, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL("image/webp", 0.75);
    },
    { source: `data:image/png;base64,${png.toString("base64")}`, width },
  );
  return Buffer.from(data.split(",")[1], "base64");
}
