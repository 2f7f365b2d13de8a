// What copublish prints for programs, against the schema in docs/ and against that of SARIF, by a validator that is
// not ours. Usage: node reports.mjs BINARY

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import Ajv2020 from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { finish } from "./site.mjs";

const binary = resolve(process.argv[2]);
const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const problems = [];
let reports = 0;

const ours = new Ajv2020({ allErrors: true, allowUnionTypes: true });
const schema = read(join(root, "docs/content/schema/report-1.json"));
ours.addSchema(schema);
const theirs = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
formats(theirs);
const packaged = createRequire(import.meta.url).resolve("@microsoft/jest-sarif");
// It names an older draft, of which it uses nothing that has another meaning now.
const { $schema, id, ...ofSarif } = read(join(dirname(packaged), "schemas/sarif-2.1.0-rtm.5.json"));
const sarif = theirs.compile(ofSarif);
if (!$schema.includes("draft-04") || sarif({ version: "2.1.0", runs: [{}] })) problems.push("the schema of SARIF is another one");

const files = {
  "site.yaml": "title: A\ngit_dates: false\n",
  "content/index.md": "---\ntitle: Home\noddity: 1\n---\n[é](nobody.md)\n\n[again](nobody.md)\n",
  "content/news/2012-10-01-a b.md": "---\ntitle: A: b\n---\n",
  "content/news/2012-10-02-b.md": "---\ntitle: B\nsummary: x\nsummary: x\ndate: 3/4/2012\n---\n![](c.png)\n",
  "content/news/c.png": "no picture",
  "content/d.md": Buffer.from([0x2d, 0x2d, 0x2d, 0x0a, 0xff]),
};
const broken = mkdtempSync(join(tmpdir(), "copublish-reports-"));
try {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(broken, file)), { recursive: true });
    writeFileSync(join(broken, file), text);
  }
  for (const site of [broken, root]) {
    const output = ["--output", join(broken, "output")];
    const verbs = [["check"], ["build", ...output], ["list"], ["fix", "--dry-run"], ["explain", "broken-link"]];
    for (const verb of verbs) json(site, verb);
    for (const verb of [["check"], ["build", ...output], ["check", "--max-warnings", "0"]]) log(site, verb);
  }
  json(join(broken, "nowhere"), ["check"], "failure");
  log(join(broken, "nowhere"), ["check"]);
} finally {
  rmSync(broken, { recursive: true });
}
finish("reports for programs", reports, problems);

/** What a verb prints in a form. */
function printed(site, verb, format) {
  reports += 1;
  const run = spawnSync(binary, [...verb, "--root", site, "--format", format], { encoding: "utf8", maxBuffer: 1 << 28 });
  try {
    return JSON.parse(run.stdout);
  } catch (error) {
    problems.push(`${verb.join(" ")} prints no JSON: ${error.message} ${run.stderr}`);
    return undefined;
  }
}

function judge(what, validate, value) {
  if (value === undefined || validate(value)) return;
  problems.push(...validate.errors.map((error) => `${what}${error.instancePath}: ${error.message}`));
}

function json(site, verb, of = verb[0]) {
  const report = printed(site, verb, "json");
  judge(verb.join(" "), ours.getSchema(schema.$id), report);
  judge(verb.join(" "), ours.getSchema(`${schema.$id}#/$defs/${of}`), report);
}

function log(site, verb) {
  judge(`${verb.join(" ")} as SARIF`, sarif, printed(site, verb, "sarif"));
}
