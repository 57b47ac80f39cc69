import { generateKeyPairSync } from 'node:crypto';
import { defaultPolicyEngine } from '@praetor/authorization/cedar';
import type { Id } from '@praetor/kernel/id';
import { connect } from '@praetor/postgres/orm';
import { roomOf } from '@praetor/subgraph/executor';
import { anonymousActor } from '@praetor/testkit/actors';
import { createDesk } from '../src/commands/desk.ts';
import { login } from '../src/commands/login.ts';
import { createKeyring } from '../src/db/keyring.ts';
import { store } from '../src/db/orm.ts';
import { readAccountsSettings } from '../src/service.ts';

/**
 * A process of its own that guesses at one account, all at once, while someone else logs in. Says what came of it. Arguments:
 * database URL, secret, tenant, instant, guesses, address that is guessed at, address and password of the other.
 */
const [url, secret, tenant, now, count, victim, email, password] = process.argv.slice(2) as [
  string,
  string,
  Id<'tenant'>,
  ...string[],
];
const clock = () => new Date(now!);
const orm = await connect(store, url);
const tokenKey = generateKeyPairSync('ed25519').privateKey;
const keys = createKeyring({ secret, tokenKey, clock, orm: () => orm });
const desk = createDesk({ secret, keys, settings: readAccountsSettings({}), clock, pages: null });
const room = roomOf({ name: 'accounts', orm, clock, policies: defaultPolicyEngine() }, anonymousActor(tenant));
const guesses = Array.from({ length: Number(count) }, (_, at) =>
  login(room, desk, { email: victim!, password: `not this one ${at}` }).then(
    () => 'in',
    (error: { code?: string; message?: string }) => error.code ?? error.message,
  ),
);
const other = login(room, desk, { email: email!, password: password! });
const answers = [...new Set(await Promise.all(guesses))];
await other;
// The other's own hash is among them.
console.log(JSON.stringify({ answers, looked: desk.passwords.verified - 1 }));
await orm.close();
