import { readSettings } from '@praetor/kernel/settings';
import { readSubgraphEnv, type SubgraphEnv } from '@praetor/subgraph/env';
import { z } from 'zod';

const Own = z.object({
  PRAETOR_SECRET: z.string('write the deployment’s secret.').min(32, 'write at least 32 random characters.'),
  PRAETOR_LOG_ORIGIN: z
    .string()
    .regex(/^[\w.-]+(?::\d+)?(?:\/[\w.-]+)*$/, 'write a URL without its scheme, such as "audit.example.org".')
    .default('praetor.local'),
});

/** The settings of this process, checked. */
export const readEnv = (): SubgraphEnv => readSubgraphEnv('audit', process.env);

/** What only audit needs. Throws `InvalidSettings`. */
export function readAuditEnv(): { secret: string; origin: string } {
  const { PRAETOR_SECRET, PRAETOR_LOG_ORIGIN } = readSettings(Own, process.env);
  return { secret: PRAETOR_SECRET, origin: PRAETOR_LOG_ORIGIN };
}
