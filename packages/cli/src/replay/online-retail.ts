import { userVerified } from '@praetor/contracts/marketplace';
import type { Row } from './csv-rows.ts';
import { sellerRef, settle, source, type Invoice } from './invoice.ts';
import { eventOf, parseMoment, Tally, type SourcedEvent } from './mapping.ts';
import { millionths } from './pence.ts';

export const onlineRetailColumns = ['InvoiceNo', 'StockCode', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID'] as const;
type RetailRow = Row<(typeof onlineRetailColumns)[number]>;

const invoiceNumber = /^[AC]?\d{1,20}$/;

/** Stock codes of the seller's own books: marketplace and bank fees, commission, samples, bad debt. No customer ordered them. */
const ledgerCodes = new Set(['AMAZONFEE', 'BANK CHARGES', 'CRUK', 'S', 'B']);
const carriageCodes = new Set(['POST', 'DOT', 'C2']);
const discountCodes = new Set(['D']);
const manualCodes = new Set(['M']);

/** Carriage, discounts and manual entries are part of an order's sum, but giving them back returns no goods. */
function isGoods(code: string): boolean {
  return ![ledgerCodes, carriageCodes, discountCodes, manualCodes].some((codes) => codes.has(code));
}

interface Line {
  code: string;
  quantity: bigint;
  price: bigint;
  time: Date;
  customer: string;
}

/**
 * One event per invoice. Lines of an invoice need not be together in the file, so an invoice is complete only at the
 * file's end: sums are kept by invoice until then. Its time is its earliest line's, read as UTC: the file names no zone.
 */
export async function* onlineRetailEvents(rows: AsyncIterable<RetailRow>, tally: Tally): AsyncGenerator<SourcedEvent[]> {
  const invoices = new Map<string, Invoice>();
  for await (const row of rows) {
    tally.lines += 1;
    addRow(invoices, row, tally);
  }
  const rehearsal = new Tally();
  const told = [...invoices.values()].filter((invoice) => settle(invoice, rehearsal));
  tally.expected = told.length && told.length + 1;
  yield* shopOf(told);
  for (const invoice of invoices.values()) {
    tally.note('invoices');
    if (invoice.number.startsWith('C')) tally.note('invoices that begin with C');
    const event = settle(invoice, tally);
    if (event) yield [{ line: invoice.line, event }];
  }
}

/** The one seller is the shop itself, and known to itself: without that nobody would ever trade with anyone known. */
function* shopOf([first, ...others]: readonly Invoice[]): Generator<SourcedEvent[]> {
  if (!first) return;
  const time = others.reduce((earliest, one) => (one.time < earliest ? one.time : earliest), first.time);
  yield [{ line: 1, event: eventOf(userVerified, { id: 'shop', source, time }, { userRef: sellerRef, level: 'full' }) }];
}

function addRow(invoices: Map<string, Invoice>, row: RetailRow, tally: Tally): void {
  const line = row.problem ?? lineOf(row);
  const number = row.values.InvoiceNo.toUpperCase();
  if (typeof line === 'string') {
    tally.refuse(row.line, line);
    // Without this line the invoice's sum would be wrong, so none of it is sent.
    if (invoiceNumber.test(number)) invoiceOf(invoices, number, row, null).problem ??= `line ${row.line} of it is broken`;
    return;
  }
  noteFacts(line, tally);
  const invoice = invoiceOf(invoices, number, row, line.time);
  invoice.lines += 1;
  invoice.sum += line.price * line.quantity;
  if (line.time < invoice.time) invoice.time = line.time;
  if (isGoods(line.code)) invoice.goods += 1;
  if (ledgerCodes.has(line.code)) invoice.ledger += 1;
  if (line.price === 0n && line.quantity >= 0n) invoice.free += 1;
  if (line.price === 0n && line.quantity < 0n) invoice.writtenOff += 1;
  if (line.price !== 0n && line.quantity < 0n) invoice.corrections += 1;
  if (line.customer !== invoice.customer) invoice.problem ??= `line ${row.line} names another customer than line ${invoice.line}`;
}

function invoiceOf(invoices: Map<string, Invoice>, number: string, row: RetailRow, time: Date | null): Invoice {
  const known = invoices.get(number);
  if (known) return known;
  const counts = { lines: 0, goods: 0, ledger: 0, free: 0, writtenOff: 0, corrections: 0 };
  const begun = {
    number,
    line: row.line,
    customer: row.values.CustomerID,
    time: time ?? new Date(0),
    sum: 0n,
    problem: null,
    ...counts,
  };
  invoices.set(number, begun);
  return begun;
}

/** The line's values, or what is wrong with them. */
function lineOf({ values }: RetailRow): Line | string {
  if (!invoiceNumber.test(values.InvoiceNo.toUpperCase()))
    return `InvoiceNo "${values.InvoiceNo.slice(0, 40)}" is not a number, C and a number, or A and a number.`;
  const price = millionths(values.UnitPrice);
  if (price === null) return `UnitPrice "${values.UnitPrice.slice(0, 40)}" is not a decimal number.`;
  if (!/^-?\d{1,9}$/.test(values.Quantity)) return `Quantity "${values.Quantity.slice(0, 40)}" is not a whole number.`;
  const time = parseMoment(values.InvoiceDate);
  if (!time) return `InvoiceDate "${values.InvoiceDate.slice(0, 40)}" is not a date and time.`;
  return { code: values.StockCode.toUpperCase(), quantity: BigInt(values.Quantity), price, time, customer: values.CustomerID };
}

function noteFacts(line: Line, tally: Tally): void {
  if (line.customer === '') tally.note('lines without a customer');
  if (line.price === 0n) tally.note('lines with price zero');
  if (line.quantity < 0n) tally.note('lines with a negative quantity');
  if (carriageCodes.has(line.code)) tally.note('lines of postage or carriage');
  if (manualCodes.has(line.code)) tally.note('lines entered manually');
}
