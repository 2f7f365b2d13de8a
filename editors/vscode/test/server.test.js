// The program as the extension starts it, spoken to with the library that the extension speaks with.

const assert = require("node:assert/strict");
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { test } = require("node:test");
const { pathToFileURL } = require("node:url");
const rpc = require("vscode-languageserver-protocol/node");
const { serverFor } = require("../program.js");

const program = process.env.COPUBLISH ?? "";

test("the program answers an editor", { skip: program === "" && "COPUBLISH names no program" }, async (context) => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "copublish-"));
  context.after(() => fs.rmSync(root, { recursive: true }));
  const file = path.join(root, "content", "people", "sam-lee.md");
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(path.join(root, "site.yaml"), "title: A\ngit_dates: false\n");
  const text = "---\ntitle: Sam Lee\nsummry: A person\n---\n";
  fs.writeFileSync(file, text);

  const { command, args, options } = serverFor(program, root);
  const server = spawn(command, args, options);
  const connection = rpc.createProtocolConnection(server.stdout, server.stdin);
  connection.listen();
  const uri = pathToFileURL(file).href;
  const told = new Promise((resolve) => {
    connection.onNotification(rpc.PublishDiagnosticsNotification.type, (found) => {
      if (found.uri === uri && found.diagnostics.length > 0) {
        resolve(found.diagnostics[0]);
      }
    });
  });
  const about = await connection.sendRequest(rpc.InitializeRequest.type, {
    processId: process.pid,
    rootUri: pathToFileURL(root).href,
    capabilities: {},
  });
  assert.equal(about.serverInfo?.name, "copublish");
  await connection.sendNotification(rpc.InitializedNotification.type, {});
  const textDocument = { uri, languageId: "markdown", version: 1, text };
  await connection.sendNotification(rpc.DidOpenTextDocumentNotification.type, { textDocument });
  const found = await told;
  assert.equal(found.code, "unknown-field");
  assert.match(found.message, /summary/);
  const position = { line: 2, character: 3 };
  const offered = await connection.sendRequest(rpc.CompletionRequest.type, {
    textDocument: { uri },
    position,
  });
  const labels = (Array.isArray(offered) ? offered : (offered?.items ?? [])).map((item) => item.label);
  assert.ok(labels.includes("summary"), labels.join(" "));
  await connection.sendRequest(rpc.ShutdownRequest.type);
  await connection.sendNotification(rpc.ExitNotification.type);
  const code = await new Promise((resolve) => server.on("exit", resolve));
  assert.equal(code, 0);
});
