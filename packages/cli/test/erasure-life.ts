import type { Actor } from '@praetor/identity/actor';
import type { Id } from '@praetor/kernel/id';
import { days } from '@praetor/kernel/clock';
import { accountActor, anonymousActor, partnerActor } from '@praetor/testkit/actors';
import type { Whole } from './whole.ts';

/** What a marketplace calls them. */
const userRef = 'wilma-77';

/** What tells who somebody is. None of it occurs anywhere else in the database. */
export const telling = {
  name: 'Wilhelmina Oberhuber',
  street: 'Zirbenweg 77',
  marketEmail: 'wilma.market@example.net',
  device: 'device-of-wilma',
  ip: '198.51.100.77',
  phone: '+436641234577',
  agent: 'Wilmas Browser 7',
} as const;

export interface Life {
  readonly id: Id<'account'>;
  readonly actor: Actor;
  /** All of {@link telling}, and the address they sign in with. */
  readonly words: readonly string[];
  /** A pseudonym. */
  readonly userRef: string;
}

/** One mutation, as the gateway would forward it. */
async function ask<Answer extends object>(
  world: Whole,
  [subgraph, mutation, type, fields]: readonly [subgraph: string, mutation: string, type: string, fields: string],
  actor: Actor,
  input: object,
): Promise<Answer> {
  const query = `mutation ($input: ${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!) {
    ${mutation}(input: $input) { __typename ... on ${type} { ${fields} } ... on UserError { code message } } }`;
  const { data, errors } = await world.named(subgraph).execute({ query, variables: { input } }, actor);
  const answer = data?.[mutation] as (Answer & { __typename: string }) | null;
  if (answer?.__typename !== type) throw new Error(`${mutation}: ${JSON.stringify(errors ?? answer)}`);
  return answer;
}

/** Somebody of whom every subgraph knows something, in as many fields as take words. */
export async function live(world: Whole): Promise<Life> {
  // Nobody waits for the application to sell to go on.
  world.named('accounts').sagas.attach({ wake: () => Promise.resolve() });
  const { id } = await world.personOf('BUYER');
  const email = world.demo.logins.find(({ role }) => role === 'BUYER')!.email;
  const at = { ip: telling.ip, userAgent: telling.agent };
  const actor = accountActor(world.tenantId, ['BUYER'], { id: id as Id<'account'>, ...at });
  const life: Life = { id: id as Id<'account'>, actor, words: [...Object.values(telling), email], userRef };
  await atHome(world, life, email);
  await onTheMarket(world, life);
  await beforeStaff(world, life);
  await inDisputes(world, life);
  return life;
}

const said = `${telling.name} of ${telling.street}`;

/** Account, profile, devices, vendor, shop. */
async function atHome(world: Whole, { actor }: Life, email: string): Promise<void> {
  const { password } = world.demo.logins.find((login) => login.email === email)!;
  const stranger = { ...anonymousActor(world.tenantId), ip: telling.ip, userAgent: telling.agent } as Actor;
  const login = ['accounts', 'login', 'SessionTokens', 'account { id }'] as const;
  await ask(world, login, stranger, { email, password, deviceId: telling.device });
  // Whoever asks for that may be anybody: where they were stays.
  await ask(world, ['accounts', 'requestPasswordReset', 'ProofRequest', 'id'], anonymousActor(world.tenantId), { email });
  await ask(world, ['accounts', 'updateProfile', 'Account', 'id'], actor, { displayName: telling.name, about: said });
  await ask(world, ['accounts', 'addPhone', 'ProofRequest', 'id'], actor, { phone: telling.phone });
  const address = '0x52908400098527886E0F7030069857D2E4169EE7';
  await ask(world, ['accounts', 'requestWalletChallenge', 'WalletChallenge', 'id'], actor, { address, chainId: 1 });
  const created = ['accounts', 'createOrganization', 'Organization', 'id'] as const;
  const { id: organizationId } = await ask<{ id: string }>(world, created, actor, { name: said });
  await ask(world, ['accounts', 'createTeam', 'Organization', 'id'], actor, { organizationId, name: telling.name });
  const other = await world.personOf('SELLER');
  const { id: theirs } = await ask<{ id: string }>(world, created, other, { name: 'Another vendor' });
  const invited = { organizationId: theirs, email, role: 'AGENT' };
  await ask(world, ['accounts', 'inviteMember', 'Organization', 'id'], other, invited);
  const expectedMonthlyVolume = { amountMinor: '50000', currency: 'EUR' };
  const applied = { businessName: said, country: 'AT', registrationNumber: telling.street, expectedMonthlyVolume };
  await ask(world, ['accounts', 'applyAsSeller', 'SellerApplication', 'id'], actor, applied);
}

/** What a marketplace says of them, by its own name for them. */
async function onTheMarket(world: Whole, { id }: Life): Promise<void> {
  const { name: displayName, marketEmail, device: deviceId, ip, agent: userAgent } = telling;
  const total = { amountMinor: 1999, currency: 'EUR' };
  const dispute = { disputeRef: 'd-77', claimantRef: userRef, respondentRef: 'shop-1' };
  const events = [
    { type: 'userRegistered', data: { userRef, kind: 'buyer', displayName, email: marketEmail } },
    { type: 'deviceSeen', data: { userRef, deviceId, ip, userAgent } },
    { type: 'orderCancelled', data: { orderRef: 'o-77', buyerRef: userRef, sellerRef: 'shop-1', total, reason: said } },
    { type: 'couponAbused', data: { couponCode: 'C', userRef, orderRef: null, pattern: 'many', detail: said } },
    { type: 'disputeRaised', data: { ...dispute, orderRef: 'o-77', category: 'late', description: said, claim: null } },
    { type: 'disputeForwarded', data: dispute },
    // Of a dispute that nobody raised: it is set aside.
    { type: 'disputeContested', data: { ...dispute, disputeRef: 'ghost', grounds: said } },
    { type: 'disputeAnswered', data: { ...dispute, remedy: 'explanation', timely: true, answer: `Dear ${telling.name}!` } },
    {
      type: 'entityFlagged',
      data: { entity: { type: 'review', id: 'r-1' }, category: 'abuse', reason: said, ownerRef: userRef, reporterRef: null },
    },
  ].map(({ type, data }, index) => ({ id: `m-${index}`, source: 'urn:market', type: `marketplace.${type}.v1`, data }));
  await world.administer(
    `insert into accounts.external_identity (tenant_id, source, ref, account_id, created_at)
     select tenant_id, 'urn:market', '${userRef}', id, now() from accounts.account where email = (
       select email from accounts.account where display_name = '${telling.name}')`,
  );
  const query = 'mutation ($input: IngestEventsInput!) { ingestEvents(input: $input) { results { outcome message } } }';
  const partner = { ...partnerActor(world.tenantId), roles: ['PARTNER', 'GATEWAY'] } as Actor;
  const { data, errors } = await world.named('accounts').execute({ query, variables: { input: { events } } }, partner);
  const { results } = (data?.['ingestEvents'] ?? { results: [] }) as { results: { outcome: string }[] };
  if (errors || results.some(({ outcome }) => outcome !== 'ACCEPTED') || !id) throw new Error(JSON.stringify(errors ?? results));
  await world.drain();
}

/** What staff says of them. */
async function beforeStaff(world: Whole, { id: accountId }: Life): Promise<void> {
  const moderator = accountActor(world.tenantId, ['MODERATOR']);
  const admin = accountActor(world.tenantId, ['ADMIN']);
  const entity = { type: 'listing', id: 'l-1' };
  const flag = { accountId, category: 'fake', entity, reason: said };
  const { id: flagId } = await ask<{ id: string }>(world, ['admin', 'raiseFlag', 'Flag', 'id'], moderator, flag);
  await ask(world, ['admin', 'addFlagNote', 'FlagNote', 'id'], moderator, { flagId, text: said });
  await ask(world, ['admin', 'resolveFlag', 'Flag', 'id'], moderator, { flagId, resolution: 'WARN', reason: said });
  const locked = ['accounts', 'lockAccount', 'Account', 'id'] as const;
  await ask(world, locked, admin, { accountId, reason: said });
  await ask(world, ['accounts', 'unlockAccount', 'Account', 'id'], admin, { accountId });
  const help = { accountId, reason: said };
  await ask(
    world,
    ['accounts', 'startImpersonation', 'StartedImpersonation', 'accessToken'],
    await world.personOf('SUPPORT'),
    help,
  );
  const until = new Date(world.clock().getTime() + days(5)).toISOString();
  const override = { accountId, tier: 'LOW', reason: said, until };
  await ask(world, ['trust', 'overrideTrust', 'TrustOverride', 'id'], admin, override);
  const alert = { accountId, severity: 'INFO', title: 'Look at this account', detail: said };
  await ask(world, ['notifications', 'raiseAlert', 'Alert', 'id'], admin, alert);
  const { id: holdId } = await ask<{ id: string }>(world, ['accounts', 'placeHold', 'AccountHold', 'id'], admin, help);
  await ask(world, ['accounts', 'releaseHold', 'AccountHold', 'id'], admin, { holdId, reason: said });
  const search = '{ searchAccounts(by: EMAIL, term: "BUYER") { edges { node { id } } } }';
  const { email } = world.demo.logins.find(({ role }) => role === 'BUYER')!;
  await world.named('accounts').execute({ query: search.replace('BUYER', email) }, admin);
  await world.drain();
}

/** Both sides of a quarrel, to its end. */
async function inDisputes(world: Whole, { id, actor }: Life): Promise<void> {
  const other = await world.personOf('SELLER');
  const moderators = [accountActor(world.tenantId, ['MODERATOR']), accountActor(world.tenantId, ['MODERATOR'])] as const;
  const step = (mutation: string, by: Actor, input: object) =>
    ask<{ id: string }>(world, ['disputes', mutation, 'Dispute', 'id'], by, input);
  const open = { category: 'late', description: said };
  const { id: mine } = await step('openDispute', actor, { ...open, respondentId: other.id });
  await ask(world, ['disputes', 'submitDisputeEvidence', 'Evidence', 'id'], actor, {
    disputeId: mine,
    kind: 'STATEMENT',
    title: telling.name,
    statement: said,
  });
  await step('withdrawDispute', actor, { disputeId: mine, reason: said });
  const quarrel = { ...open, description: 'It never came.', respondentId: id };
  const { id: disputeId } = await step('openDispute', other, quarrel);
  await step('answerDispute', actor, { disputeId, remedy: said });
  await step('contestDisputeAnswer', other, { disputeId, grounds: 'That is untrue.' });
  for (const [round, moderator] of moderators.entries()) {
    await step('startDisputeReview', moderator, { disputeId });
    await step('decideDispute', moderator, { disputeId, outcome: 'REJECTED', rationale: said });
    if (round === 0) await step('appealDisputeDecision', actor, { disputeId, grounds: said });
  }
  await world.drain();
}
