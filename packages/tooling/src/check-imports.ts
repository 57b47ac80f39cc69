import { violationsOf } from './dependency-rules.ts';
import { importsOf } from './imports.ts';
import { root } from './workspaces.ts';

const imports = importsOf(root);
const violations = violationsOf(imports);
for (const { rule, why, import: found } of violations) {
  console.error(`${found.from}:${found.line} imports ${found.specifier}\n  ${rule}: ${why}\n`);
}
if (violations.length) process.exitCode = 1;
else console.log(`${imports.length} imports keep the dependency rules.`);
