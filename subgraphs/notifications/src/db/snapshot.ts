import type { AlertRow } from './alert.entity.ts';

/** What audit shows as before and after: the decisive columns, no free text. */
export function snapshot({ status, version, severity, count, acknowledgedById, resolvedById }: AlertRow): object {
  return { status, version, severity, count, acknowledgedById, resolvedById };
}
