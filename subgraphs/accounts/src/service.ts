import type { KeyObject } from 'node:crypto';
import { InvalidSettings } from '@praetor/kernel/settings';
import type { MikroORM } from '@mikro-orm/postgresql';
import { createSubgraph, type RunningSubgraph, type SubgraphOptions } from '@praetor/subgraph/service';
import { advanceSeller } from './commands/advance-seller.ts';
import { createEvidenceKey } from './commands/evidence-key.ts';
import { type KycProvider, reviewers } from './commands/kyc-provider.ts';
import { answerRequests } from './commands/answer-requests.ts';
import { createDesk } from './commands/desk.ts';
import { deliverMessages } from './commands/deliver-messages.ts';
import type { HasherOptions } from './commands/password-hasher.ts';
import { createKeyring } from './db/keyring.ts';
import { store } from './db/orm.ts';
import { createSeal, SealBroken } from './db/seal.ts';
import type { AccountsSettings } from './domain/settings.ts';
import { readAccountsSettings, type MailEnv } from './env.ts';
import { schema } from './graphql/schema.ts';
import { createLoaders } from './queries/loaders.ts';
import { createCarriers } from './workers/carriers.ts';
import { createCourier } from './workers/courier.ts';
import { closingJobs } from './workers/closing-jobs.ts';
import { onClosings } from './workers/on-closings.ts';
import { onExports } from './workers/on-exports.ts';
import { onFlags } from './workers/on-flags.ts';
import { onSellers, sellerOnboarding } from './workers/on-sellers.ts';
import { onTraces } from './workers/on-traces.ts';
import { projections } from './workers/projections.ts';
import { sweeps } from './workers/sweeps.ts';

export { foundTenant, newDemo, type Founding } from './commands/found-tenant.ts';
export { newSetUpToken, setUpHours } from './commands/set-up-link.ts';
export type { AccountsSettings } from './domain/settings.ts';
export { readAccountsSettings, readMailEnv, type MailEnv } from './env.ts';
export { store };

export interface AccountsOptions extends SubgraphOptions {
  /** Seals what is kept of signing keys: the same for every process of one installation, for good. */
  secret: string;
  /** Ed25519 private key of access tokens, when the operator keeps it; otherwise one is made at first start. */
  tokenKey?: KeyObject;
  /** How messages leave. Without, none does. */
  mail?: MailEnv;
  /** Mixed into password hashes. */
  pepper?: string | null;
  hashing?: Omit<HasherOptions, 'pepper'>;
  /** Left out: those of development. */
  settings?: AccountsSettings;
  /** Who checks identities and businesses: the marketplace's own reviewers unless given. */
  kyc?: KycProvider;
}

const noMail: MailEnv = { smtpUrl: null, from: 'Praetor <no-reply@localhost>', sms: null, pages: null, print: null };

/** Accounts: who someone is, and what may be done in their name. The one place that wires it. */
export async function createAccountsService(options: AccountsOptions): Promise<RunningSubgraph> {
  const { secret, tokenKey, clock, mail = noMail, pepper = null, hashing } = options;
  const { settings = readAccountsSettings({}), kyc = reviewers } = options;
  const keys = createKeyring({ secret, tokenKey, clock, orm: () => subgraph.orm });
  const desk = createDesk({
    secret,
    keys,
    settings,
    clock,
    pages: mail.pages,
    sendsTexts: Boolean(mail.sms ?? mail.print),
    hashing: { ...hashing, pepper },
  });
  const [carriers, seal] = [createCarriers(mail), createSeal(secret, 'message')];
  const deliver = async (orm: MikroORM) =>
    (await answerRequests({ orm, clock, desk })) + (await deliverMessages({ orm, clock, seal, carriers }));
  const subgraph = await createSubgraph(
    {
      name: 'accounts',
      schema,
      store,
      // One consumer: each reads the whole stream of events.
      consumers: ({ sagas }) => ({
        events: [...onFlags, ...onTraces(createEvidenceKey(secret)), ...onSellers(sagas), ...onClosings, ...onExports(desk.post)],
      }),
      projections: projections(createEvidenceKey(secret)),
      sagas: ({ orm }) => [{ name: sellerOnboarding, advance: (id) => advanceSeller({ orm, clock, provider: kyc }, id) }],
      loaders: (room) => ({ ...createLoaders(room, keys, desk.digests), desk }),
      jobs: (parts) => [...sweeps(parts, { keys, desk, deliver: () => deliver(parts.orm) }), ...closingJobs(parts)],
    },
    options,
  );
  try {
    // Makes the first key, and finds a wrong secret now rather than at the first login.
    await keys.jwks();
  } catch (error) {
    await subgraph[Symbol.asyncDispose]();
    throw error instanceof SealBroken ? new InvalidSettings([`PRAETOR_SECRET: ${error.message}`]) : error;
  }
  const onError = (error: unknown) => options.log?.warn({ err: error }, 'a message was not sent, will retry');
  const courier = createCourier({ orm: subgraph.orm, round: () => deliver(subgraph.orm), onError });
  return {
    ...subgraph,
    start() {
      subgraph.start();
      courier.start();
    },
    async [Symbol.asyncDispose]() {
      await courier[Symbol.asyncDispose]();
      await subgraph[Symbol.asyncDispose]();
    },
  };
}
