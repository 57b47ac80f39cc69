import { spawn } from 'node:child_process';

/** A process that must not outlive us. */
export interface Leashed {
  readonly pid: number;
  readonly signal: 'INT' | 'QUIT' | 'TERM';
  /** Names the process in its first line for as long as it runs: by then another may have its number. */
  readonly pidFile?: string;
  /** Goes once the process has gone. */
  readonly folder?: string;
}

/** Reads until we are gone, however we went: the pipe's other end closes with our process. */
const script = `read -r _
if [ -n "$3" ] && [ "$(head -n 1 "$3" 2>/dev/null)" != "$1" ]; then exit; fi
kill -s "$2" "$1" 2>/dev/null
if [ -n "$4" ]; then
  while kill -0 "$1" 2>/dev/null; do sleep 0.1; done
  rm -rf -- "$4"
fi`;

/**
 * Ends the process when ours ends, also by SIGKILL, of which we learn nothing. Disposing lets it go: then it is ours to end.
 * Where there is no `/bin/sh`, it does nothing.
 */
export function leash({ pid, signal, pidFile = '', folder = '' }: Leashed): Disposable {
  const keeper = spawn('/bin/sh', ['-c', script, 'praetor-leash', String(pid), signal, pidFile, folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Neither Ctrl-C nor the end of our group may take it before us.
    detached: true,
    cwd: '/',
  });
  keeper.on('error', () => {});
  keeper.stdin?.on('error', () => {});
  keeper.unref();
  // A pipe to a child is a socket; its type does not say so.
  (keeper.stdin as { unref?(): void } | null)?.unref?.();
  return { [Symbol.dispose]: () => void keeper.kill('SIGKILL') };
}
