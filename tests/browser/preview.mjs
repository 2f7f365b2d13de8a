// The preview in a real browser: what an author saves is seen, where they were looking, and so is what is wrong.
// Usage: node preview.mjs COPUBLISH (CHROMIUM names the browser)

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { finish, open, preview } from "./site.mjs";

/** How long anything may take to be seen: long enough for the busiest machine. */
const PATIENCE = 20_000;

const program = resolve(process.argv[2]);
const root = mkdtempSync(join(tmpdir(), "preview-"));
const problems = [];
let checked = 0;
const paragraphs = Array.from({ length: 80 }, (_, number) => `Paragraph ${number}.`).join("\n\n");
const page = (text, front = "title: First") => `---\n${front}\n---\n\n${text}\n\n${paragraphs}\n`;

write("site.yaml", "title: Preview\nbase_url: https://example.org\ngit_dates: false\n");
write("content/index.md", page("Before."));
write("assets/own.css", "p { color: rgb(1, 2, 3) }\n");
write("templates/partials/head.html", '<link rel="stylesheet" href="{{ "own.css" | asset }}">\n');

let server = await preview(program, root);
const browser = await open();
const tab = await browser.newPage({ viewport: { width: 800, height: 600 } });
tab.on("pageerror", (error) => problems.push(`script error: ${error.message}`));
await tab.addInitScript(() => {
  // All text that a reader sees, shadow trees included.
  window.shownText = () => {
    const parts = [];
    const walk = (node) => {
      if (node.nodeType === Node.TEXT_NODE) parts.push(node.textContent);
      if (node instanceof Element && getComputedStyle(node).display === "none") return;
      for (const child of [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes]) walk(child);
    };
    walk(document.documentElement);
    return parts.join(" ");
  };
});
await tab.goto(server.address);

await check("an edit is seen, and the page stays where it was", async () => {
  await tab.evaluate(() => scrollTo({ top: 900, behavior: "instant" }));
  write("content/index.md", page("After."));
  await tab.waitForFunction(() => document.querySelector("main").innerText.includes("After."), null, { timeout: PATIENCE });
  await tab.waitForFunction(() => Math.abs(scrollY - 900) < 5, null, { timeout: PATIENCE });
});

await check("a style sheet is changed without loading the page again", async () => {
  await tab.evaluate(() => (window.same = true));
  write("assets/own.css", "p { color: rgb(3, 2, 1) }\n");
  const red = () => getComputedStyle(document.querySelector("main p:not(.lead)")).color === "rgb(3, 2, 1)";
  await tab.waitForFunction(red, null, { timeout: PATIENCE });
  if (!(await tab.evaluate(() => window.same))) throw new Error("the page was loaded again");
});

await check("a picture with other bytes is shown without loading the page again", async () => {
  const svg = (remark) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10" width="30" height="10"><!--${remark}--></svg>\n`;
  const isDrawn = (query) => [...document.images].some(({ complete, naturalWidth, src }) => complete && naturalWidth === 30 && src.includes(query));
  write("content/picture.svg", svg("old"));
  write("content/index.md", page("After.\n\n![A line](picture.svg)"));
  await tab.waitForFunction(isDrawn, "picture", { timeout: PATIENCE });
  await tab.evaluate(() => (window.same = true));
  // No wider and no longer than before: the page stays as it is, byte for byte.
  write("content/picture.svg", svg("new"));
  await tab.waitForFunction(isDrawn, "?copublish=", { timeout: PATIENCE });
  if (!(await tab.evaluate(() => window.same))) throw new Error("the page was loaded again");
});

await check("a slip is shown over the page with its file and line, and goes when it is mended", async () => {
  write("content/index.md", page("After.", "title: [First"));
  await tab.waitForFunction(() => shownText().includes("content/index.md:"), null, { timeout: PATIENCE });
  if (!(await tab.evaluate(() => document.querySelector("main").innerText.includes("After.")))) {
    throw new Error("the last good page is gone");
  }
  write("content/index.md", page("Mended."));
  await tab.waitForFunction(() => document.querySelector("main").innerText.includes("Mended."), null, { timeout: PATIENCE });
  await tab.waitForFunction(() => !shownText().includes("content/index.md:"), null, { timeout: PATIENCE });
});

await check("a page finds the server again after a restart", async () => {
  const { port } = new URL(server.address);
  await server.end();
  write("content/index.md", page("Restarted."));
  server = await preview(program, root, port);
  await tab.waitForFunction(() => document.querySelector("main").innerText.includes("Restarted."), null, { timeout: PATIENCE });
});

await check("a page follows the site to another path", async () => {
  write("site.yaml", "title: Preview\nbase_url: https://example.org/new\ngit_dates: false\n");
  await tab.waitForFunction(() => location.pathname === "/new/", null, { timeout: PATIENCE });
  write("content/index.md", page("At the new path."));
  await tab.waitForFunction(() => document.querySelector("main").innerText.includes("new path"), null, { timeout: PATIENCE });
  server.address = new URL("/new/", server.address).href;
});

await check("a new page is there, and a deleted one is not", async () => {
  write("content/second.md", page("Second.", "title: Second"));
  const status = async () => (await fetch(new URL("second/", server.address))).status;
  await until(async () => (await status()) === 200);
  rmSync(join(root, "content/second.md"));
  await until(async () => (await status()) === 404);
});

await browser.close();
await server.end();
rmSync(root, { recursive: true });
finish("promises of the preview", checked, problems);

function write(path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function until(holds) {
  const end = Date.now() + PATIENCE;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > end) throw new Error("it never came");
    await new Promise((done) => setTimeout(done, 20));
  }
}

async function check(what, run) {
  checked += 1;
  await run().catch((error) => problems.push(`${what}: ${error.message.split("\n")[0]}`));
}
