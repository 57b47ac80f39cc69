import { expect, test } from 'vitest';
import { complaintColumns, complaintEvents, complaintExtras } from './complaints.ts';
import { readRows } from './csv-rows.ts';
import { Tally } from './mapping.ts';

async function mapped(header: string, ...lines: string[]) {
  const tally = new Tally();
  async function* chunks() {
    yield Buffer.from([header, ...lines].join('\n'));
  }
  const groups = await Array.fromAsync(complaintEvents(readRows(chunks(), complaintColumns, complaintExtras), tally));
  return { tally, groups, events: groups.flat().map(({ event }) => event) };
}

const header = complaintColumns.join(',');
const line = ({
  received = '7/29/2013',
  sent = '8/1/2013',
  response = 'Closed with explanation',
  timely = 'Yes',
  disputed = 'No',
} = {}) => `${received},Mortgage,Other mortgage,"Loan servicing, payments",,Ocwen,Web,${sent},${response},${timely},${disputed}`;

test('a disputed complaint runs through all four steps', async () => {
  const { events, groups } = await mapped(header, line({ disputed: 'Yes', timely: 'No' }));
  expect(groups[0]?.map(({ line: at }) => at)).toEqual([2, 2, 2, 2]);
  expect(events.map(({ type, time }) => `${type} ${time}`)).toEqual([
    'marketplace.disputeRaised.v1 2013-07-29T00:00:00.000Z',
    'marketplace.disputeForwarded.v1 2013-08-01T00:00:00.000Z',
    'marketplace.disputeAnswered.v1 2013-08-01T00:00:00.000Z',
    'marketplace.disputeContested.v1 2013-08-01T00:00:00.000Z',
  ]);
  expect(new Set(events.map(({ subject }) => subject)).size).toBe(1);
  expect(events[0]?.data).toMatchObject({
    respondentRef: 'Ocwen',
    category: 'mortgage/loan-servicing-payments',
    description: 'Loan servicing, payments (Mortgage, Other mortgage). Submitted via Web.',
    claim: null,
  });
  expect(events[2]?.data).toMatchObject({ remedy: 'explanation', timely: false });
});

test('no answer, no appeal; an untimely response is late and without remedy; sent before received comes after it', async () => {
  const { events } = await mapped(
    header,
    line({ response: 'In progress' }),
    line({ response: 'Untimely response', timely: 'No', disputed: '', sent: '7/1/2013' }),
  );
  expect(events.map(({ type }) => type.split('.')[1])).toEqual([
    'disputeRaised',
    'disputeForwarded',
    'disputeRaised',
    'disputeForwarded',
    'disputeAnswered',
  ]);
  expect(events[3]?.time).toBe('2013-07-29T00:00:00.000Z');
  expect(events[4]?.data).toMatchObject({ remedy: 'none', timely: false });
});

test('the same file gives the same ids, equal lines their own, and a Complaint ID is used where there is one', async () => {
  const once = await mapped(header, line(), line(), line({ disputed: 'Yes' }));
  const again = await mapped(header, line(), line(), line({ disputed: 'Yes' }));
  const ids = once.events.map(({ id }) => id);
  expect(again.events.map(({ id }) => id)).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  const { events } = await mapped(`${header},Complaint ID`, `${line()},468882`);
  expect(events[0]).toMatchObject({ id: 'complaint-468882-raised', data: { claimantRef: 'complaint-468882' } });
});

test('a broken line is refused by its number, never a crash', async () => {
  const { tally, events } = await mapped(
    header,
    line({ received: '13/40/2013' }),
    line({ sent: 'soon' }),
    line({ response: 'Perhaps' }),
    line({ timely: '' }),
    line({ disputed: 'Maybe' }),
    'only,three,columns',
    line().replace('Ocwen', ''),
    line().replace('"Loan', 'Lo"an'),
    line(),
  );
  expect(tally.refusals.map(({ line: at }) => at)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  expect(tally.lines).toBe(9);
  expect(events).toHaveLength(3);
});
