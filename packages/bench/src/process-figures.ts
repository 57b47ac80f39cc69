import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Memory of a process in KiB; `anonymous` is what it has for itself, null where the system does not tell. */
export interface Memory {
  readonly resident: number;
  readonly anonymous: number | null;
}

export function memoryOf(pid: number): Memory {
  if (!existsSync(`/proc/${pid}/status`)) {
    return { resident: Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })), anonymous: null };
  }
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
  return { resident: field('VmRSS'), anonymous: field('RssAnon') };
}

/** Processor time that a process and its present and former children used, in seconds; null where there is no `/proc`. */
export function processorSeconds(pid: number, { children }: { children: boolean }): number | null {
  if (!existsSync(`/proc/${pid}/stat`)) return null;
  const family = children ? readdirSync('/proc').filter((name) => statOf(name)?.parent === pid) : [];
  const ticks = [String(pid), ...family].reduce((sum, name) => sum + (statOf(name)?.ticks ?? 0), 0);
  // USER_HZ is 100 on every Linux.
  return ticks / 100;
}

/** proc(5): fields after the command's name, which may hold spaces. */
function statOf(name: string): { parent: number; ticks: number } | null {
  if (!/^\d+$/.test(name)) return null;
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'utf8');
    const [, parent, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = rest.slice(9, 13).reduce((sum, field) => sum + Number(field), 0);
    return { parent: Number(parent), ticks };
  } catch {
    return null;
  }
}
