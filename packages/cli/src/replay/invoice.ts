import { orderCancelled, orderCompleted, refundIssued } from '@praetor/contracts/marketplace';
import { eventOf, type CloudEvent, type Tally } from './mapping.ts';
import { hundredths } from './pence.ts';

/** Who sends the events, and by which name the one seller is known. */
export const source = '/replay/online-retail';
export const sellerRef = 'online-retail';

/** The sum of an invoice as it grows; its lines themselves are not kept. */
export interface Invoice {
  readonly number: string;
  readonly line: number;
  readonly customer: string;
  time: Date;
  sum: bigint;
  lines: number;
  goods: number;
  ledger: number;
  free: number;
  writtenOff: number;
  corrections: number;
  problem: string | null;
}

/** Decides what an invoice was, counts its lines, and makes its event when it was something that happened to a customer. */
export function settle(invoice: Invoice, tally: Tally): CloudEvent | null {
  const problem = invoice.problem ?? contradictionIn(invoice);
  if (problem) {
    tally.count('refused: another line of its invoice contradicts it or is broken', invoice.lines);
    if (invoice.lines > 0)
      tally.refusals.push({ line: invoice.line, message: `Invoice ${invoice.number} is left out: ${problem}.` });
    return null;
  }
  if (invoice.number.startsWith('A')) return countOnly(tally, 'not sent: bad debt adjustment (A…)', invoice.lines);
  if (invoice.ledger === invoice.lines)
    return countOnly(tally, 'not sent: the seller’s own fees, commission and samples', invoice.lines);
  if (invoice.number.startsWith('C')) return cancellation(invoice, tally);
  if (invoice.customer === '' && invoice.free + invoice.writtenOff === invoice.lines) {
    tally.count('not sent: stock written off (price zero, negative quantity, no customer)', invoice.writtenOff);
    return countOnly(tally, 'not sent: stock found, moved or checked (price zero, no customer)', invoice.free);
  }
  return completion(invoice, tally);
}

function contradictionIn({ number, sum, lines, corrections, writtenOff }: Invoice): string | null {
  if (number.startsWith('C') && corrections + writtenOff < lines) return 'it cancels, but a quantity is not negative';
  if (number.startsWith('C') && sum > 0n) return 'it cancels, but its sum is positive';
  if (/^\d/.test(number) && sum < 0n) return 'its sum is negative';
  return Math.abs(hundredths(sum).minor) <= Number.MAX_SAFE_INTEGER ? null : 'its sum is beyond all bounds';
}

function countOnly(tally: Tally, name: string, lines: number): null {
  tally.count(name, lines);
  return null;
}

function completion(invoice: Invoice, tally: Tally): CloudEvent {
  const ordered = invoice.lines - invoice.free - invoice.writtenOff - invoice.corrections;
  tally.count(invoice.customer === '' ? 'order: guest' : 'order: known customer', ordered);
  tally.count('order: free item (price zero)', invoice.free + invoice.writtenOff);
  tally.count('order: correction (negative quantity)', invoice.corrections);
  return eventOf(orderCompleted, envelopeOf(invoice), {
    orderRef: invoice.number,
    ...partiesOf(invoice),
    total: totalOf(invoice, tally),
  });
}

/** The file does not say which order a cancellation undoes, so its own number stands for the order. */
function cancellation(invoice: Invoice, tally: Tally): CloudEvent {
  const total = totalOf(invoice, tally);
  const parties = partiesOf(invoice);
  if (invoice.goods === 0) {
    tally.count('refund: postage, discount or manual credit (C… without goods)', invoice.lines);
    const refund = {
      refundRef: invoice.number,
      orderRef: null,
      paymentRef: null,
      ...parties,
      amount: total,
      reason: 'Credit note without goods',
    };
    return eventOf(refundIssued, envelopeOf(invoice), refund);
  }
  tally.count(invoice.customer === '' ? 'cancellation: guest' : 'cancellation: known customer', invoice.lines);
  return eventOf(orderCancelled, envelopeOf(invoice), {
    orderRef: invoice.number,
    ...parties,
    total,
    cancelledBy: null,
    reason: null,
  });
}

function envelopeOf({ number, time }: Invoice): { id: string; source: string; time: Date } {
  return { id: `invoice-${number}`, source, time };
}

function partiesOf({ customer }: Invoice): { buyerRef: string | null; sellerRef: string } {
  return { buyerRef: customer === '' ? null : customer, sellerRef };
}

function totalOf({ sum }: Invoice, tally: Tally): { amountMinor: number; currency: string } {
  const { minor, exact } = hundredths(sum);
  if (!exact) tally.note('invoices rounded to whole pence');
  return { amountMinor: Math.abs(minor), currency: 'GBP' };
}
