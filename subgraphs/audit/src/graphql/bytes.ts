import { InvalidInput } from '@praetor/kernel/refusal';

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** A place in the log, or a size of it. */
export function numberOf(value: bigint, name: string): number {
  if (value >= 0n && value <= Number.MAX_SAFE_INTEGER) return Number(value);
  throw new InvalidInput([{ path: [name], message: 'Give a number from 0 on.' }]);
}
