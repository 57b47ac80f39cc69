/** The roles that have the permission `apiKey:manage`; a test holds the two together. */
export const keyManagerRoles = ['ADMIN'] as const;

/** Whom a key hangs on: the account that made it or rotated it last; null for what Praetor itself made. */
export type Voucher = { readonly status: string; readonly roles: readonly string[] } | null;

/** A key opens nothing more than whoever answers for it: while they are locked, or once they may not have keys, nothing at all. */
export const vouches = (voucher: Voucher): boolean =>
  voucher === null || (voucher.status === 'active' && keyManagerRoles.some((role) => voucher.roles.includes(role)));
