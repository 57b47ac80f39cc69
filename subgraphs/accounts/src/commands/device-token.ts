import { randomBytes } from 'node:crypto';
import { after, days } from '@praetor/kernel/clock';
import type { Id } from '@praetor/kernel/id';
import { z } from 'zod';
import type { SessionRow } from '../db/session.entity.ts';
import { SealBroken, type Seal } from '../db/seal.ts';

const Content = z.object({ account: z.string(), device: z.string(), nonce: z.string(), at: z.iso.datetime() });

/** How long a device is known without a login. */
const knownDays = 400;

/** What a device token says: it counts as long as the account has the device. */
export interface KnownDevice {
  readonly accountId: string;
  readonly deviceId: string;
  readonly nonce: string;
}

/**
 * Device tokens after OWASP's "Slow Down Online Guessing Attacks with Device Cookies": whoever logged in once keeps one, and
 * is not kept out by strangers who guess. It proves nothing but that, is bound to account and tenant, and is kept nowhere here.
 */
export interface DeviceTokens {
  issue(of: Pick<SessionRow, 'tenantId' | 'accountId' | 'deviceId'>, now: Date): string;
  /** Whose device it is; null for whatever is no token of this tenant, or too old. */
  read(token: string | null | undefined, tenantId: Id<'tenant'>, now: Date): KnownDevice | null;
}

const prefix = 'dt_';

export function createDeviceTokens(seal: Seal): DeviceTokens {
  return {
    issue({ tenantId, accountId, deviceId }, now) {
      const content = {
        account: accountId,
        device: deviceId,
        nonce: randomBytes(12).toString('base64url'),
        at: now.toISOString(),
      };
      return prefix + seal.close(JSON.stringify(content), tenantId);
    },
    read(token, tenantId, now) {
      if (!token || !/^dt_[\w-]{60,500}$/.test(token)) return null;
      try {
        const { account, device, nonce, at } = Content.parse(JSON.parse(seal.open(token.slice(prefix.length), tenantId)));
        return after(new Date(at), days(knownDays)) > now ? { accountId: account, deviceId: device, nonce } : null;
      } catch (error) {
        if (error instanceof SealBroken) return null;
        throw error;
      }
    },
  };
}
