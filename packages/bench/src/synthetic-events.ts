import type { CloudEvent, SourcedEvent } from '@praetor/cli/replay/mapping';
import { eventOf } from '@praetor/cli/replay/mapping';
import {
  chargebackRaised,
  couponRedeemed,
  entityFlagged,
  orderCancelled,
  orderCompleted,
  paymentFailed,
  refundIssued,
} from '@praetor/contracts/marketplace';

const source = 'https://marketplace.example/bench';
const sellerRef = 'seller-1';
/** A year ends here; times only have to grow and lie in the past. */
const end = Date.UTC(2026, 0, 1);
const year = 365 * 24 * 3_600_000;

/** How often each kind of event comes, in a thousand: as in online retail, with the rarer kinds that cost more added. */
const mix: readonly [number, (moment: Moment) => CloudEvent][] = [
  [800, (m) => eventOf(orderCompleted, m, { ...trade(m), total: amount(m) })],
  [90, (m) => eventOf(orderCancelled, m, { ...trade(m), total: amount(m), cancelledBy: 'buyer', reason: null })],
  [
    70,
    (m) => eventOf(refundIssued, m, { ...trade(m), refundRef: `R${m.at}`, paymentRef: null, amount: amount(m), reason: null }),
  ],
  [15, (m) => eventOf(paymentFailed, m, { ...payment(m), reason: 'card declined' })],
  [
    15,
    (m) => eventOf(couponRedeemed, m, { couponCode: `SAVE${m.at % 50}`, userRef: m.buyerRef, orderRef: null, discount: null }),
  ],
  [
    5,
    (m) =>
      eventOf(chargebackRaised, m, {
        ...trade(m),
        chargebackRef: `C${m.at}`,
        paymentRef: null,
        amount: amount(m),
        reason: 'fraud',
      }),
  ],
  [5, (m) => eventOf(entityFlagged, m, flag(m))],
];

interface Moment {
  readonly at: number;
  readonly id: string;
  readonly source: string;
  readonly time: Date;
  readonly buyerRef: string;
  readonly random: () => number;
}

/** A stretch of a marketplace's life: the same events at every call. */
export async function* syntheticEvents(count: number, buyers: number): AsyncGenerator<SourcedEvent[]> {
  const random = mulberry32(count);
  for (let at = 0; at < count; at += 1) {
    const time = new Date(end - year + Math.floor((at / count) * year));
    // Squared, so that some buy much more often than others.
    const buyerRef = `buyer-${Math.floor(random() ** 2 * buyers)}`;
    const moment = { at, id: `bench-${at}`, source, time, buyerRef, random };
    yield [{ line: at + 1, event: pick(random)(moment) }];
  }
}

function pick(random: () => number): (moment: Moment) => CloudEvent {
  let left = random() * mix.reduce((sum, [weight]) => sum + weight, 0);
  const found = mix.find(([weight]) => (left -= weight) < 0) ?? mix[0];
  if (!found) throw new Error('The mix is empty.');
  return found[1];
}

const trade = ({ at, buyerRef }: Moment) => ({ orderRef: `O${at}`, buyerRef, sellerRef });
const amount = ({ random }: Moment) => ({ amountMinor: 100 + Math.floor(random() * 20_000), currency: 'GBP' });
const payment = (m: Moment) => ({
  paymentRef: `P${m.at}`,
  orderRef: `O${m.at}`,
  payerRef: m.buyerRef,
  payeeRef: sellerRef,
  amount: amount(m),
  method: 'card',
});
const flag = ({ at, buyerRef }: Moment) => ({
  entity: { type: 'listing', id: `L${at % 500}` },
  category: 'counterfeit',
  reason: 'The logo is not the maker’s.',
  ownerRef: sellerRef,
  reporterRef: buyerRef,
});

/** A small seeded generator: runs must be alike. https://github.com/cprosche/mulberry32 */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
