import { z } from 'zod';
import { defineEvent } from './contract.ts';

const dataExport = { accountId: z.string(), exportId: z.string() };

/** The owner wants a copy of what is held of them (GDPR articles 15 and 20): every subgraph seals its part to this key. */
export const exportRequested = defineEvent('accounts.exportRequested.v1', { ...dataExport, publicKey: z.string() });

/** One part of what one subgraph holds of the account, sealed: nobody reads it without the key, which accounts destroys. */
const shape = { ...dataExport, part: z.int().nonnegative(), of: z.int().positive(), sealed: z.string() };
const personal: ['sealed'] = ['sealed'];

export const subjectExported = {
  accounts: defineEvent('accounts.subjectExported.v1', shape, { personal }),
  trust: defineEvent('trust.subjectExported.v1', shape, { personal }),
  admin: defineEvent('admin.subjectExported.v1', shape, { personal }),
  audit: defineEvent('audit.subjectExported.v1', shape, { personal }),
  disputes: defineEvent('disputes.subjectExported.v1', shape, { personal }),
  notifications: defineEvent('notifications.subjectExported.v1', shape, { personal }),
} as const;

/** All answered: the owner may fetch it until then. */
export const exportReady = defineEvent('accounts.exportReady.v1', { ...dataExport, expiresAt: z.iso.datetime() });
/** The owner fetched it. */
export const dataExported = defineEvent('accounts.dataExported.v1', dataExport);
