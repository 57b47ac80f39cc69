import { expectedVersion, idempotencyKey } from '@praetor/kernel/input';
import { z } from 'zod';

/** What every command on an existing dispute takes. */
export const onDispute = { disputeId: z.string(), expectedVersion, idempotencyKey };
