import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './workspaces.ts';

/**
 * Writes generated files, or, when only checking, says where the committed ones differ and what refreshes them.
 * @param files text by path from the repository root
 * @param fix the command that writes them
 */
export function settle(files: ReadonlyMap<string, string>, options: { check: boolean; fix: string }): void {
  const stale = [...files].filter(([path, text]) => committed(path) !== text);
  if (!options.check) {
    for (const [path, text] of stale) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    console.log(stale.length ? `Wrote ${stale.map(([path]) => path).join(', ')}.` : `${files.size} files are up to date.`);
    return;
  }
  for (const [path, text] of stale) console.error(`${path} is out of date${firstDifference(committed(path), text)}`);
  if (stale.length === 0) return console.log(`${files.size} files are up to date.`);
  console.error(`\nRun: ${options.fix}`);
  process.exitCode = 1;
}

function committed(path: string): string | undefined {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
}

function firstDifference(before: string | undefined, after: string): string {
  if (before === undefined) return ': it is missing.';
  const was = before.split('\n');
  const is = after.split('\n');
  const at = is.findIndex((line, index) => line !== was[index]);
  const line = at < 0 ? is.length : at;
  return `, from line ${line + 1} on:\n  - ${was[line] ?? '(end)'}\n  + ${is[line] ?? '(end)'}`;
}
