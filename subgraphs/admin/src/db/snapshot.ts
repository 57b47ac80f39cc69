import type { FlagRow } from './flag.entity.ts';

/** What audit shows as before and after: the decisive columns, no free text. */
export function snapshot({ status, version, severity, count, assigneeId, resolution, resolvedById }: FlagRow): object {
  return { status, version, severity, count, assigneeId, resolution, resolvedById };
}
