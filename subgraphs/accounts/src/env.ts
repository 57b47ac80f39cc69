import { readSettings } from '@praetor/kernel/settings';
import { readSubgraphEnv, type SubgraphEnv } from '@praetor/subgraph/env';
import { z } from 'zod';

export interface AccountsEnv extends SubgraphEnv {
  /** Seals the signing keys in the database. The same for every process of one installation, for good. */
  readonly secret: string;
}

const Secret = z.object({
  PRAETOR_SECRET: z.string({ error: 'Give the installation’s secret.' }).min(32, 'Give at least 32 random characters.'),
});

/** The settings of this process, checked. */
export const readEnv = (): AccountsEnv => ({
  ...readSubgraphEnv('accounts', process.env),
  secret: readSettings(Secret, process.env).PRAETOR_SECRET,
});
