import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

// Reads a JSON list of { file, text } and lints each text as if it were that file, in one process:
// types are read once. Writes the messages of each, and of which severity a rule is for a file.
const { texts, rules } = JSON.parse(await text(process.stdin));
const eslint = new ESLint();
const messages = [];
for (const { file, text: code } of texts) {
  const [result] = await eslint.lintText(code, { filePath: file });
  messages.push(result.messages.map(({ ruleId, line, message }) => ({ ruleId, line, message })));
}
const severities = [];
for (const { file, rule } of rules) {
  const config = await eslint.calculateConfigForFile(file);
  severities.push(config.rules[rule]?.[0] ?? 0);
}
process.stdout.write(JSON.stringify({ messages, severities }));
