// The content security policy that a site's `_headers` has, in a real browser: what authors put into their pages runs and is
// shown under it without a word in the console, and what is not in the pages does not run.
// Usage: node policy.mjs BINARY (CHROMIUM names the browser)

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { finish, open, serve } from "./site.mjs";

const PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
const PAGE = `---
title: A page that runs
---
<style>.marked { color: rgb(1, 2, 3) }</style>

<p id="styled" class="marked" style="margin-left: 7px" onclick="document.body.dataset.clicked = 'yes &amp; no'">Text</p>

<script>
document.body.dataset.ran = "<yes>";
</script>

<script src="own.js"></script>

<img id="pixel" src="${PIXEL}" alt="">

<iframe src="/other/" title="Another page"></iframe>

::: details summary="More"
<p id="inside" style="margin-left: 9px">In a block</p>
:::
`;

const [binary] = process.argv.slice(2);
const root = mkdtempSync(join(tmpdir(), "copublish-policy-"));
const problems = [];
const write = (path, text) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
write("site.yaml", "title: Scripts\nbase_url: https://example.org\n");
write("content/runs/index.md", PAGE);
write("content/runs/own.js", "document.body.dataset.own = 'yes';\n");
// Browsers ask for it, whatever a page says.
write("content/favicon.ico", "");
write("content/other.md", "---\ntitle: Other\n---\nText.\n");
const built = spawnSync(binary, ["build", "--quiet", "--root", root], { encoding: "utf8" });
if (built.status !== 0) problems.push(`the build ended with ${built.status}: ${built.stderr}`);
const site = await serve(join(root, "output"), { headers: true });
const browser = await open();
const page = await browser.newPage();
const said = [];
page.on("console", (message) => message.type() === "error" && said.push(message.text()));
page.on("pageerror", (error) => said.push(error.message));
await page.goto(`${site.origin}/runs/`, { waitUntil: "load" });
await page.click("#styled");
const seen = await page.evaluate(() => ({
  ...document.body.dataset,
  colour: getComputedStyle(document.querySelector("#styled")).color,
  margin: getComputedStyle(document.querySelector("#styled")).marginLeft,
  inside: document.querySelector("#inside").style.marginLeft,
  width: document.querySelector("#pixel").naturalWidth,
  frame: document.querySelector("iframe").contentDocument?.querySelector("h1")?.textContent.trim(),
}));
const expected = {
  clicked: "yes & no", ran: "<yes>", own: "yes", colour: "rgb(1, 2, 3)", margin: "7px", inside: "9px", width: 1, frame: "Other",
};
for (const [what, value] of Object.entries(expected)) {
  if (seen[what] !== value) problems.push(`${what} is ${seen[what]}, not ${value}`);
}
problems.push(...said.map((text) => `console: ${text}`));
// What nobody wrote into the page does not run.
const foreign = await page.evaluate(() => {
  const script = document.createElement("script");
  script.textContent = "document.body.dataset.foreign = 'yes'";
  document.body.append(script);
  return document.body.dataset.foreign;
});
if (foreign) problems.push("a script that is not in the page runs");
await browser.close();
site.close();
rmSync(root, { recursive: true });
finish("scripts and styles under the policy of their site", Object.keys(expected).length + 1, problems);
