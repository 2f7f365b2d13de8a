// Which program is started, and what is said if there is none.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { test } = require("node:test");
const { INSTALL_PAGE, findProgram, missing, serverFor } = require("../program.js");

/**
 * A folder with programs in it, made for one test.
 * @param {import("node:test").TestContext} context
 * @param {string[]} programs
 */
function machine(context, ...programs) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "copublish-"));
  context.after(() => fs.rmSync(root, { recursive: true }));
  for (const program of programs) {
    const file = path.join(root, program);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, "#!/bin/sh\n", { mode: 0o755 });
  }
  const environment = { PATH: ["", path.join(root, "empty"), path.join(root, "bin")].join(path.delimiter) };
  const folder = path.join(root, "site");
  /** @param {string} setting */
  const found = (setting) => {
    const program = findProgram({ setting, folder, environment, platform: "linux" });
    return program && path.relative(root, program);
  };
  return { root, found };
}

test("the program of the site comes before that of the PATH", (context) => {
  const { found } = machine(context, "bin/copublish", "site/node_modules/.bin/copublish");
  assert.equal(found(""), "site/node_modules/.bin/copublish");
  assert.equal(machine(context, "bin/copublish").found(""), "bin/copublish");
});

test("the setting comes before everything, and is not guessed about", (context) => {
  const { root, found } = machine(context, "bin/copublish", "own/copublish");
  assert.equal(found(path.join(root, "own/copublish")), "own/copublish");
  assert.equal(found("../own/copublish"), "own/copublish");
  assert.equal(found("../own"), undefined, "a folder is no program");
  assert.equal(found("../gone/copublish"), undefined);
});

test("what cannot be started is not found", (context) => {
  const { root, found } = machine(context, "bin/copublish");
  fs.chmodSync(path.join(root, "bin/copublish"), 0o644);
  assert.equal(found(""), undefined);
});

test("on Windows the program has an ending", (context) => {
  const { root } = machine(context, "bin/copublish", "bin/copublish.cmd");
  const environment = { Path: path.join(root, "bin") };
  const program = findProgram({ setting: "", folder: root, environment, platform: "win32" });
  assert.equal(program, path.join(root, "bin", "copublish.cmd"));
  assert.equal(serverFor(program ?? "", root).options.shell, true);
});

test("a missing program is told in words, with a page to open", () => {
  assert.match(missing(""), /not installed/);
  assert.match(missing("/own/copublish"), /\/own\/copublish.*copublish\.path/);
  assert.match(INSTALL_PAGE, /^https:\/\/.*install/);
});
