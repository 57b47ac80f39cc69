import { expect, test } from 'vitest';
import { readRows } from './csv-rows.ts';
import { Tally } from './mapping.ts';
import { onlineRetailColumns, onlineRetailEvents } from './online-retail.ts';

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country';

async function mapped(...lines: string[]) {
  const tally = new Tally();
  const text = [header, ...lines].join('\r\n');
  async function* chunks() {
    yield Buffer.from(text);
  }
  const groups = await Array.fromAsync(onlineRetailEvents(readRows(chunks(), onlineRetailColumns), tally));
  const [shop, ...sent] = groups.flat();
  return { tally, shop, sent, classes: Object.fromEntries(tally.classes) };
}

const line = (
  invoice: string,
  code: string,
  quantity: string,
  price: string,
  customer = '17850',
  time = '2010-12-01T08:26:00Z',
) => `${invoice},${code},"A ""THING"", WHITE",${quantity},${time},${price},${customer},United Kingdom`;

test('an order is the sum of its lines, wherever they are, at the time of the earliest', async () => {
  const { sent } = await mapped(
    line('536365', '85123A', '6', '2.55', '17850', '2010-12-01T08:27:00Z'),
    line('536366', '22633', '1', '1.1'),
    line('536365', 'POST', '3', '0.1'),
  );
  expect(sent.map(({ line: at }) => at)).toEqual([2, 3]);
  expect(sent[0]?.event).toEqual({
    specversion: '1.0',
    id: 'invoice-536365',
    source: '/replay/online-retail',
    type: 'marketplace.orderCompleted.v1',
    subject: 'order/536365',
    time: '2010-12-01T08:26:00.000Z',
    datacontenttype: 'application/json',
    data: { orderRef: '536365', buyerRef: '17850', sellerRef: 'online-retail', total: { amountMinor: 1560, currency: 'GBP' } },
  });
});

test('sums are exact and rounded once, halves up', async () => {
  const { sent, tally } = await mapped(
    line('1', 'PADS', '5', '0.001'),
    line('2', 'PADS', '4', '0.001'),
    line('3', '1', '3', '0.1'),
  );
  expect(sent.map(({ event }) => (event.data as { total: { amountMinor: number } }).total.amountMinor)).toEqual([1, 0, 30]);
  expect(tally.notes.get('invoices rounded to whole pence')).toBe(2);
});

test('a guest’s order has no buyer, a cancellation a positive total, a credit without goods is a refund', async () => {
  const { sent, classes } = await mapped(
    line('10', '1', '1', '2.00', ''),
    line('C11', '1', '-2', '2.50'),
    line('C12', 'D', '-1', '27.50'),
    line('10', '2', '1', '0.0', ''),
  );
  expect(sent.map(({ event }) => [event.type, event.data])).toMatchObject([
    ['marketplace.orderCompleted.v1', { buyerRef: null, total: { amountMinor: 200 } }],
    ['marketplace.orderCancelled.v1', { orderRef: 'C11', buyerRef: '17850', total: { amountMinor: 500 } }],
    ['marketplace.refundIssued.v1', { refundRef: 'C12', amount: { amountMinor: 2750 } }],
  ]);
  expect(classes).toEqual({
    'order: guest': 1,
    'order: free item (price zero)': 1,
    'cancellation: known customer': 1,
    'refund: postage, discount or manual credit (C… without goods)': 1,
  });
});

test('what happened to no customer is counted and not sent', async () => {
  const { sent, classes } = await mapped(
    line('1', '22139', '-10', '0.0', ''),
    line('2', '22139', '56', '0.0', ''),
    line('A3', 'B', '1', '-11062.06', ''),
    line('C4', 'AMAZONFEE', '-1', '13541.33', ''),
  );
  expect(sent).toEqual([]);
  expect(Object.values(classes)).toEqual([1, 1, 1, 1]);
});

test('a broken line is refused by its number and takes its invoice along, and nothing else', async () => {
  const { sent, tally, classes } = await mapped(
    line('1', '1', '1', '1.00'),
    line('1', '1', 'two', '1.00'),
    line('2', '1', '1', '1,00'),
    line('3', '1', '1', '1e3'),
    '4,1,too,few',
    line('C5', '1', '1', '1.00'),
    line('6', '1', '1', '1.00', '1', '2010-02-30T08:26:00Z'),
    line('x', '1', '1', '1.00'),
    line('7', '1', '1', '1.00'),
    line('8', '1', '1', '1.00', 'one'),
    line('8', '1', '1', '1.00', 'two'),
    line('9', '1', '1', '-1.00'),
    '10,1,"open,1,2010-12-01T08:26:00Z,1,1,UK',
  );
  expect(sent.map(({ event }) => event.id)).toEqual(['invoice-7']);
  expect(tally.refusals.map(({ line: at }) => at)).toEqual([3, 4, 5, 6, 8, 9, 14, 2, 7, 11, 13]);
  expect(tally.lines).toBe(13);
  expect(Object.values(classes).reduce((one, other) => one + other, 0)).toBe(13);
});

test('the shop itself is known, from its first invoice on', async () => {
  const { shop, tally } = await mapped(
    line('2', '1', '1', '1.00', '17850', '2010-12-02T08:26:00Z'),
    line('1', '1', '1', '1.00', '17850', '2010-12-01T08:26:00Z'),
  );
  expect(shop?.event).toMatchObject({
    type: 'marketplace.userVerified.v1',
    time: '2010-12-01T08:26:00.000Z',
    data: { userRef: 'online-retail', level: 'full' },
  });
  expect(tally.expected).toBe(3);
});
