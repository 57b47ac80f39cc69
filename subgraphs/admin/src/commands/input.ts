import { expectedVersion, idempotencyKey } from '@praetor/kernel/input';
import { z } from 'zod';

/** What every command on an existing flag takes. */
export const onFlag = { flagId: z.string(), expectedVersion, idempotencyKey };
