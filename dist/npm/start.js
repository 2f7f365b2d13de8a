#!/usr/bin/env node
// Starts the program of copublish for this machine, which is in a package of its own.

"use strict";

const { spawn } = require("node:child_process");
const { constants } = require("node:os");

const name = `@copublish/${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "copublish.exe" : "copublish";

let program;
try {
  program = require.resolve(`${name}/bin/${file}`);
} catch {
  console.error(`error: the package ${name} is not installed, which holds copublish for this machine`);
  console.error("");
  console.error("   = install copublish again, without `--no-optional` and `--omit=optional`; if that does not help, there is no");
  console.error("     program for this system and processor, and `cargo install copublish` makes one");
  process.exit(2);
}

const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
// What asks this process to end means the program.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`error: ${program} cannot be started: ${error.message}`);
  process.exit(2);
});
child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
