import type { AccountRow } from './account.entity.ts';

/** What audit shows as before and after: the decisive columns, nothing personal, no secret. */
export function snapshot(row: AccountRow): object {
  const { status, lockedUntil, roles, claimed, version } = row;
  return { status, lockedUntil, roles: [...roles], claimed, version };
}
