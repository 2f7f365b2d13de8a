// Every page of a finished site against the HTML standard, by a validator that is not ours.
// Usage: node validate.mjs FOLDER

import { join } from "node:path";
import { HtmlValidate } from "html-validate";
import { finish, htmlFiles } from "./site.mjs";

const folder = process.argv[2];
const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y"],
  // A list without bullets is no list to VoiceOver, unless its role says so.
  rules: { "no-redundant-role": "off", "prefer-native-element": ["error", { exclude: ["list"] }] },
});
const problems = [];
const files = htmlFiles(folder);
for (const file of files) {
  const report = await validator.validateFile(join(folder, file));
  for (const result of report.results) {
    for (const { line, column, message, ruleId, severity } of result.messages) {
      if (severity === 2) problems.push(`${file}:${line}:${column}: ${message} (${ruleId})`);
    }
  }
}
finish("pages", files.length, problems);
