import { Refusal } from '@praetor/kernel/refusal';
import { InvalidSettings } from '@praetor/kernel/settings';
import { StartProblem } from '@praetor/postgres/embedded';
import { ReplayStopped } from './replay/stopped.ts';

/** What the operator can mend is one clear line without a stack; anything else is ours, and keeps its stack. */
export function failPlainly<Arguments extends unknown[]>(
  action: (...args: Arguments) => Promise<void>,
): (...args: Arguments) => Promise<void> {
  return async (...args) => {
    try {
      await action(...args);
    } catch (error) {
      const line = plainly(error);
      if (line === null) throw error;
      console.error(`praetor: ${line}`);
      process.exitCode = 1;
    }
  };
}

function plainly(error: unknown): string | null {
  if (
    error instanceof InvalidSettings ||
    error instanceof Refusal ||
    error instanceof StartProblem ||
    error instanceof ReplayStopped
  )
    return error.message;
  return null;
}
