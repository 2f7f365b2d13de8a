// Finds the program `copublish`. Knows nothing of Visual Studio Code, so that it can be tested without it.

const fs = require("node:fs");
const path = require("node:path");

/**
 * Where readers of a message learn how to get the program.
 */
const INSTALL_PAGE = "https://docs.copublish.example/manual/install/";

/**
 * What is known of the machine.
 * @typedef {object} Machine
 * @property {string} setting the setting `copublish.path`, perhaps empty
 * @property {string} folder the folder of the site
 * @property {Record<string, string | undefined>} environment the environment
 * @property {NodeJS.Platform} platform the system
 */

/**
 * The path of the program; nothing if it is not there.
 * @param {Machine} machine
 * @returns {string | undefined}
 */
function findProgram({ setting, folder, environment, platform }) {
  if (setting !== "") {
    const wanted = path.resolve(folder, setting);
    return isProgram(wanted) ? wanted : undefined;
  }
  const onPath = (environment.PATH ?? environment.Path ?? "").split(path.delimiter);
  const folders = [path.join(folder, "node_modules", ".bin"), ...onPath];
  const names = platform === "win32" ? ["copublish.exe", "copublish.cmd"] : ["copublish"];
  const candidates = folders
    .filter((folder) => folder !== "")
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
  return candidates.find(isProgram);
}

/**
 * @param {string} file
 * @returns {boolean}
 */
function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * How the program is started so that it speaks to an editor.
 * @param {string} program
 * @param {string} folder the folder of the site
 */
function serverFor(program, folder) {
  const shell = program.endsWith(".cmd");
  return { command: program, args: ["lsp", "--root", folder], options: { cwd: folder, shell } };
}

/**
 * What to say if there is no program.
 * @param {string} setting the setting `copublish.path`, perhaps empty
 * @returns {string}
 */
function missing(setting) {
  return setting === ""
    ? "copublish is not installed, or not on the PATH: this site is edited without its help."
    : `There is no program ${setting}, which the setting copublish.path names.`;
}

module.exports = { INSTALL_PAGE, findProgram, missing, serverFor };
