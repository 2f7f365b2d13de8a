// Starts `copublish lsp` for a site, and tells what is missing if it cannot. Everything else the program answers.

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");
const { INSTALL_PAGE, findProgram, missing, serverFor } = require("./program.js");

/** @type {LanguageClient | undefined} */
let client;

/**
 * @param {vscode.ExtensionContext} context
 */
async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("copublish.restart", restart),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("copublish.path")) {
        void restart();
      }
    }),
  );
  await start();
}

async function deactivate() {
  await client?.stop();
  client = undefined;
}

async function restart() {
  await deactivate();
  await start();
}

async function start() {
  const folder = await siteFolder();
  if (folder === undefined) {
    return;
  }
  const setting = vscode.workspace.getConfiguration("copublish", folder).get("path", "");
  const { env: environment, platform } = process;
  const program = findProgram({ setting, folder: folder.fsPath, environment, platform });
  if (program === undefined) {
    await tellMissing(setting);
    return;
  }
  const pattern = `${folder.fsPath.replaceAll("\\", "/")}/**/*`;
  const selector = ["markdown", "yaml"].map((language) => ({ scheme: "file", language, pattern }));
  client = new LanguageClient("copublish", "copublish", serverFor(program, folder.fsPath), {
    documentSelector: selector,
    workspaceFolder: { uri: folder, name: "site", index: 0 },
  });
  await client.start();
}

/**
 * The folder of the first site that is open: that of its `site.yaml`.
 * @returns {Promise<vscode.Uri | undefined>}
 */
async function siteFolder() {
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    try {
      await vscode.workspace.fs.stat(vscode.Uri.joinPath(uri, "site.yaml"));
      return uri;
    } catch {
      // This folder is no site; the next one may be.
    }
  }
  return undefined;
}

/**
 * @param {string} setting
 */
async function tellMissing(setting) {
  const install = "How to install it";
  const settings = "Say where it is";
  const chosen = await vscode.window.showErrorMessage(missing(setting), install, settings);
  if (chosen === install) {
    await vscode.env.openExternal(vscode.Uri.parse(INSTALL_PAGE));
  } else if (chosen === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "copublish.path");
  }
}

module.exports = { activate, deactivate };
