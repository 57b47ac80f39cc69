import ipaddr from 'ipaddr.js';
import type { GraphQLError } from 'graphql';
import { coded } from './errors.ts';
import type { AddressRange } from './limits/limit-settings.ts';
import type { Viewer } from './viewer.ts';

const staffRoles: ReadonlySet<string> = new Set(['SUPPORT', 'MODERATOR', 'FINANCE', 'AUDITOR', 'ADMIN']);

/** Throws FORBIDDEN_ADDRESS when a viewer who holds a staff role, or whom staff acts as, comes from elsewhere than staff may; no range: from anywhere. */
export function assertStaffAddress({ actor }: Viewer, ranges: readonly AddressRange[]): void {
  const isStaff = actor.impersonatorId !== null || actor.roles.some((role) => staffRoles.has(role));
  if (ranges.length === 0 || !isStaff) return;
  if (!actor.ip || !isWithin(actor.ip, ranges)) throw forbiddenAddress();
}

function isWithin(address: string, ranges: readonly AddressRange[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 client of a socket that speaks both is seen as ::ffff:…
  const parsed = ipaddr.process(address);
  return ranges.some(([range, bits]) => parsed.kind() === range.kind() && parsed.match(range, bits));
}

const forbiddenAddress = (): GraphQLError =>
  coded('FORBIDDEN_ADDRESS', 'Staff may not work from this address. Use your office or its network.', { http: { status: 403 } });
