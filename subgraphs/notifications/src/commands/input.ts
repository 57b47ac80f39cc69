import { expectedVersion, idempotencyKey } from '@praetor/kernel/input';
import { z } from 'zod';

/** What every command on an existing alert takes. */
export const onAlert = { alertId: z.string(), expectedVersion, idempotencyKey };
