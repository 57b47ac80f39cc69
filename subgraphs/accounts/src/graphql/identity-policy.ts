import { ofAtMost, requires, steppedUp } from '@praetor/subgraph/declare';
import { expectedVersion, idempotencyKey, oneOf } from '@praetor/subgraph/fields';
import { setIdentityPolicy, setIdentityPolicyRefusals } from '../commands/set-identity-policy.ts';
import { identityPolicy, type PolicyShown } from '../queries/identity-policy.ts';
import { builder } from './builder.ts';
import './refusals.ts';

const words = {
  idleMinutes: 'How long a session lasts without being refreshed.',
  sessionHours: 'How long a session lasts at all.',
  staffIdleMinutes: 'The first of the two for accounts with a staff role.',
  staffSessionHours: 'The second of the two for accounts with a staff role.',
  passwordLeast: 'Characters of a password that stands alone.',
  passwordLeastWithFactor: 'Characters of a password where a second factor is asked for, too.',
  passwordWords: 'What passwords may not be made of: products, places, campaigns.',
  magicLinks: 'Whether links by e-mail sign in. They never do for staff.',
  pendingDays: 'After how many days an address that nobody proved is free again.',
} as const;

const IdentityPolicy = builder.objectRef<PolicyShown>('IdentityPolicy').implement({
  description: 'What the marketplace decides of passwords and sessions.',
  fields: (t) => ({
    idleMinutes: t.exposeInt('idleMinutes', { description: words.idleMinutes }),
    sessionHours: t.exposeInt('sessionHours', { description: words.sessionHours }),
    staffIdleMinutes: t.exposeInt('staffIdleMinutes', { description: words.staffIdleMinutes }),
    staffSessionHours: t.exposeInt('staffSessionHours', { description: words.staffSessionHours }),
    passwordLeast: t.exposeInt('passwordLeast', { description: words.passwordLeast }),
    passwordLeastWithFactor: t.exposeInt('passwordLeastWithFactor', { description: words.passwordLeastWithFactor }),
    passwordWords: t.stringList({
      ...ofAtMost(200),
      description: words.passwordWords,
      resolve: ({ passwordWords }) => [...passwordWords],
    }),
    magicLinks: t.exposeBoolean('magicLinks', { description: words.magicLinks }),
    pendingDays: t.exposeInt('pendingDays', { description: words.pendingDays }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', nullable: true, description: 'Null: what is usual holds.' }),
    version: t.exposeInt('version', { description: 'Pass it as `expectedVersion` to change only what you saw; 0 at first.' }),
  }),
});

const SetIdentityPolicyInput = builder.inputType('SetIdentityPolicyInput', {
  description: 'What is left out stays.',
  fields: (t) => ({
    idleMinutes: t.int({ description: words.idleMinutes }),
    sessionHours: t.int({ description: words.sessionHours }),
    staffIdleMinutes: t.int({ description: words.staffIdleMinutes }),
    staffSessionHours: t.int({ description: words.staffSessionHours }),
    passwordLeast: t.int({ description: words.passwordLeast }),
    passwordLeastWithFactor: t.int({ description: words.passwordLeastWithFactor }),
    passwordWords: t.stringList({ description: words.passwordWords }),
    magicLinks: t.boolean({ description: words.magicLinks }),
    pendingDays: t.int({ description: words.pendingDays }),
    expectedVersion: expectedVersion(t),
    idempotencyKey: idempotencyKey(t),
  }),
});

builder.queryField('identityPolicy', (t) =>
  t.field({
    type: IdentityPolicy,
    nullable: true,
    description: 'What holds for passwords and sessions.',
    ...requires('account:read'),
    resolve: (_, _args, { room }) => identityPolicy(room),
  }),
);

builder.mutationField('setIdentityPolicy', (t) =>
  t.field({
    type: IdentityPolicy,
    nullable: true,
    description: 'Decides about passwords and sessions. Sessions that have become too old end at once.',
    ...requires('identity:configure'),
    ...steppedUp,
    errors: oneOf(setIdentityPolicyRefusals),
    args: { input: t.arg({ type: SetIdentityPolicyInput, required: true }) },
    resolve: (_, { input }, { room }) => setIdentityPolicy(room, input),
  }),
);
