// The extension in Visual Studio Code itself, in a browser: what is wrong is shown, what can be written is offered, and a
// document gets another name with all that names it. CODE_SERVER names the folder of the package `code-server`,
// CODE_SERVER_NODE the Node that runs it, CHROMIUM the browser, COPUBLISH the program, PICTURE a file for a picture of it.

const assert = require("node:assert/strict");
const { execFileSync, spawn } = require("node:child_process");
const fs = require("node:fs");
const net = require("node:net");
const os = require("node:os");
const path = require("node:path");
const { createRequire } = require("node:module");
const { test } = require("node:test");

const { CODE_SERVER = "", CODE_SERVER_NODE = process.execPath, CHROMIUM = "", COPUBLISH = "", PICTURE = "" } = process.env;
const root = path.join(__dirname, "..");

const BLOG = "---\ntitle: First\ndate: 2012-01-02\nsummry: A story\nauthors: [person/sam-lee]\n---\n\n[Sam](../people/sam-lee.md)\n";
// Nothing beside the text.
const QUIET = { "workbench.secondarySideBar.defaultVisibility": "hidden", "chat.commandCenter.enabled": false };
const FILES = {
  "site.yaml": "title: A\nbase_url: https://example.org\ngit_dates: false\nmenus: {main: [people/sam-lee.md]}\n",
  "content/people/sam-lee.md": "---\ntitle: Sam Lee\n---\n",
  "content/people/alex-morgan.md": "---\ntitle: Alex Morgan\n---\n",
  "content/blogs/first.md": BLOG,
};

/**
 * @param {string} folder
 */
function write(folder) {
  const settings = { "copublish.path": COPUBLISH, "workbench.startupEditor": "none", "files.autoSave": "afterDelay", ...QUIET };
  const files = { ...FILES, "settings/User/settings.json": JSON.stringify(settings) };
  for (const [file, text] of Object.entries(files)) {
    const place = path.join(folder, file.startsWith("settings/") ? "" : "site", file);
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.writeFileSync(place, text);
  }
}

/**
 * @returns {Promise<number>} a port that nobody listens on
 */
function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === "object" ? address.port : 0));
    });
  });
}

/**
 * Waits until something holds, for half a minute.
 * @param {() => boolean} holds
 * @param {string} what
 */
async function until(holds, what) {
  for (let round = 0; !holds(); round += 1) {
    assert.ok(round < 300, what);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const lacks = [CODE_SERVER, CHROMIUM, COPUBLISH].includes("") && "CODE_SERVER, CHROMIUM or COPUBLISH names nothing";

test("Visual Studio Code shows, offers and renames", { skip: lacks, timeout: 170_000 }, async (context) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "copublish-"));
  const site = path.join(folder, "site");
  const read = (/** @type {string} */ file) => fs.readFileSync(path.join(site, file), "utf8");
  context.after(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  write(folder);
  const vsix = path.join(folder, "copublish.vsix");
  execFileSync(path.join(root, "node_modules", ".bin", "vsce"), ["package", "--out", vsix], { cwd: root, stdio: "pipe" });
  const port = await freePort();
  const common = [
    path.join(CODE_SERVER, "out", "node", "entry.js"),
    ...["--config", path.join(folder, "config.yaml"), "--auth", "none", "--bind-addr", `127.0.0.1:${port}`],
    ...["--extensions-dir", path.join(folder, "extensions"), "--user-data-dir", path.join(folder, "settings")],
    ...["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"],
  ];
  execFileSync(CODE_SERVER_NODE, [...common, "--install-extension", vsix], { stdio: "pipe" });
  const server = spawn(CODE_SERVER_NODE, common, { stdio: ["ignore", "pipe", "ignore"] });
  context.after(() => server.kill());
  let said = "";
  server.stdout.on("data", (text) => (said += text));
  await until(() => said.includes("HTTP server listening"), "code-server listens");

  const { chromium } = createRequire(path.join(root, "../../tests/browser/"))("playwright-core");
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  context.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 1100, height: 700 } });
  page.setDefaultTimeout(60_000);
  const open = JSON.stringify([["openFile", `vscode-remote://127.0.0.1:${port}${site}/content/blogs/first.md`]]);
  await page.goto(`http://127.0.0.1:${port}/?folder=${site}&payload=${encodeURIComponent(open)}`);

  // A field that there is not.
  await page.waitForSelector(".squiggly-warning");
  // A person, by a part of their name.
  await page.click(".monaco-editor .view-lines");
  await page.keyboard.press("Control+Home");
  for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "End", "ArrowLeft"]) {
    await page.keyboard.press(key);
  }
  await page.keyboard.type(", mor", { delay: 50 });
  const row = page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "person/alex-morgan" });
  await row.waitFor();
  if (PICTURE !== "") {
    await page.screenshot({ path: PICTURE });
  }
  await page.keyboard.press("Enter");
  const blog = "content/blogs/first.md";
  await until(() => read(blog).includes("authors: [person/sam-lee, person/alex-morgan]"), "what was chosen is written");
  // Another name for the other one, with the cursor on their id.
  for (let letters = 0; letters < ", person/alex-morgan".length + 3; letters += 1) {
    await page.keyboard.press("ArrowLeft");
  }
  await page.keyboard.press("F2");
  const name = page.locator(".rename-box input");
  await name.fill("sam-jones");
  await name.press("Enter");
  await until(() => fs.existsSync(path.join(site, "content/people/sam-jones.md")), "the file has its new name");
  await until(() => read(blog).includes("[Sam](../people/sam-jones.md)"), "links lead to it");
  assert.ok(read(blog).includes("authors: [person/sam-jones, person/alex-morgan]"), read(blog));
  await until(() => read("content/people/sam-jones.md").includes("aliases: [/people/sam-lee/]"), "its old address leads on");
  await until(() => read("site.yaml").includes("people/sam-jones.md"), "menus lead to it");
});
