// The package holds what it needs, and its manifest names what is there.

const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { test } = require("node:test");
const { listFiles } = require("@vscode/vsce");
const manifest = require("../package.json");

const root = path.join(__dirname, "..");

test("the package holds the extension and what it uses, and no tests", async () => {
  const files = await listFiles({ cwd: root });
  for (const file of ["package.json", manifest.main.slice(2), "program.js", "README.md", "LICENSE"]) {
    assert.ok(files.includes(file), file);
  }
  assert.ok(files.some((file) => file.startsWith("node_modules/vscode-languageclient/")));
  assert.deepEqual(files.filter((file) => /^(test|node_modules\/typescript)\//.test(file)), []);
});

test("the package can be made", (context) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "copublish-"));
  context.after(() => fs.rmSync(folder, { recursive: true }));
  const file = path.join(folder, "copublish.vsix");
  const vsce = path.join(root, "node_modules", ".bin", "vsce");
  execFileSync(vsce, ["package", "--out", file], { cwd: root, stdio: "pipe" });
  assert.ok(fs.statSync(file).size > 10_000);
});

test("commands and settings of the manifest are those of the code", () => {
  const code = fs.readFileSync(path.join(root, "extension.js"), "utf8");
  for (const { command } of manifest.contributes.commands) {
    assert.ok(code.includes(`"${command}"`), command);
  }
  for (const setting of Object.keys(manifest.contributes.configuration.properties)) {
    assert.ok(code.includes(`"${setting}"`), setting);
  }
});
