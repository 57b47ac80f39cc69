import { linkKinds, verificationLevels, type Bar, type Fact, type LinkKind, type Override, type Verifier } from './fact.ts';
import { accountOf, type Happening } from './happening.ts';
import { boundedTime } from './signal.ts';

type Without<Said> = Said extends unknown ? Omit<Said, 'at' | 'eventId'> : never;
type Saying = Without<Fact>;
type Reading = (event: Happening) => readonly Saying[];

const barred =
  (because: Bar, is: boolean): Reading =>
  (event) =>
    ofAccount(event, (accountId) => ({ accountId, fact: 'barred', because, is }));

/** Whoever was locked and then suspended is neither from then on. */
const reinstated: Reading = (event) => [...barred('suspended', false)(event), ...barred('locked', false)(event)];

/** Anyone can guess at somebody's password: that bars nobody, or anyone could bar anybody. */
const guessed: readonly unknown[] = ['failedLogins', 'failedSecondFactors'];

function locked(event: Happening): readonly Saying[] {
  const { until, why } = event.data;
  if (guessed.includes(why)) return [];
  const end = typeof until === 'string' ? { until: boundedTime(until) } : {};
  return ofAccount(event, (accountId) => ({ accountId, fact: 'barred', because: 'locked', is: true, ...end }));
}

/** Which events say what is so, beside what was done. What staff decided here counts when they decide it, and when history is relearnt. */
const readings: Readonly<Record<string, Reading>> = {
  'accounts.locked.v1': locked,
  'accounts.unlocked.v1': barred('locked', false),
  'accounts.suspended.v1': barred('suspended', true),
  'accounts.reinstated.v1': reinstated,
  'accounts.closed.v1': barred('closed', true),
  'accounts.reopened.v1': barred('closed', false),
  'accounts.accountsLinked.v1': (event) => linking(event, 'linked'),
  'accounts.accountsUnlinked.v1': (event) => linking(event, 'unlinked'),
  'accounts.kycLevelChanged.v1': (event) => verified(event, 'kyc', event.data['level']),
  'accounts.verified.v1': (event) => verified(event, 'contact', 'basic'),
  'marketplace.userVerified.v1': (event) => {
    const level = event.data['level'] === 'full' ? 'identified' : event.data['level'];
    return verified(event, 'marketplace', level, 'userRef');
  },
};

/** What was said by trust itself: known when it was decided, and heard only by who learns history again. */
const ownReadings: Readonly<Record<string, Reading>> = {
  'trust.overrideActivated.v1': (event) =>
    ofAccount(event, (accountId) => ({ accountId, fact: 'overridden', override: overrideIn(event.data) })),
  'trust.overrideEnded.v1': (event) =>
    ofAccount(event, (accountId) => ({ accountId, fact: 'overrideEnded', overrideId: String(event.data['overrideId']) })),
};

/** The types of events that say what is so. */
export const factTypes: readonly string[] = Object.keys(readings);
export const ownFactTypes: readonly string[] = Object.keys(ownReadings);

/** What one event says of the accounts in it that is not conduct. */
export function factsOf(event: Happening): Fact[] {
  const said = (readings[event.type] ?? ownReadings[event.type])?.(event) ?? [];
  const at = said.length ? boundedTime(event.time) : 0;
  return said.map((saying) => ({ ...saying, at, eventId: event.id }) as Fact);
}

function verified(event: Happening, by: Verifier, named: unknown, field = 'accountId'): Saying[] {
  const level = verificationLevels.find((one) => one === named) ?? 'none';
  return ofAccount(event, (accountId) => ({ accountId, fact: 'verified', by, level }), field);
}

function ofAccount(event: Happening, saying: (accountId: string) => Saying, field = 'accountId'): Saying[] {
  const accountId = accountOf(event, field);
  return accountId === null ? [] : [saying(accountId)];
}

function linking({ data }: Happening, fact: 'linked' | 'unlinked'): Saying[] {
  const [one, other] = [String(data['accountId']), String(data['otherAccountId'])];
  const via: LinkKind | undefined = linkKinds.find((kind) => kind === data['kind']);
  if (!via || one === other) return [];
  const thing = String(data['evidence']);
  const sharedBy = Math.min(Math.max(Number(data['sharedBy']) || 2, 2), 1_000_000);
  return [
    [one, other],
    [other, one],
  ].map(([accountId, to]): Saying => {
    const pair = { accountId: accountId!, to: to!, via, thing };
    return fact === 'linked' ? { ...pair, fact, sharedBy } : { ...pair, fact };
  });
}

/** Its contract was checked when it was announced. */
function overrideIn(data: Happening['data']): Override {
  const { overrideId, tier, riskLevel, severe, until } = data as Record<string, string> & { severe: number };
  return {
    id: overrideId!,
    tier: tier as Override['tier'],
    riskLevel: (riskLevel ?? null) as Override['riskLevel'],
    severe,
    until: Date.parse(until!),
  };
}
