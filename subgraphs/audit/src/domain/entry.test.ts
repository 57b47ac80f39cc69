import { describe, expect, test } from 'vitest';
import { apart, columnsOf, together, type AuditedEvent } from './entry.ts';

const recordedAt = '2026-01-15T12:00:01.000Z';

function event(change: Partial<AuditedEvent> = {}): AuditedEvent {
  return {
    specversion: '1.0',
    id: 'evt_1',
    source: 'praetor/accounts',
    type: 'accounts.created.v1',
    subject: 'account/acc_1',
    time: '2026-01-15T12:00:00.000Z',
    datacontenttype: 'application/json',
    dataschema: 'urn:praetor:event:accounts.created.v1',
    partitionkey: 'account/acc_1',
    traceparent: null,
    tenantid: 'tnt_1',
    data: { accountId: 'acc_1', email: 'ada@example.org', phone: null },
    praetorparties: null,
    praetorcause: { actorKind: 'account', actorId: 'acc_1', requestId: 'req_1', reason: null, ip: '192.0.2.1', userAgent: null },
    praetorchange: { before: null, after: { email: 'ada@example.org', status: 'active' } },
    praetordecision: null,
    praetorstatus: 'succeeded',
    ...change,
  };
}

describe('an event is taken apart', () => {
  test('what is personal leaves the leaf: declared fields of data, the same in the change, address, browser and reason', () => {
    const cause = { ...event().praetorcause, reason: 'Ada asked.' };
    const { leaf, personal } = apart(event({ praetorcause: cause }), ['email', 'phone'], recordedAt);
    expect(personal).toEqual({
      data: { email: 'ada@example.org' },
      after: { email: 'ada@example.org' },
      cause: { ip: '192.0.2.1', reason: 'Ada asked.' },
    });
    expect(JSON.stringify(leaf)).not.toMatch(/ada|192\.0\.2/i);
    expect(leaf).toMatchObject({
      data: { accountId: 'acc_1', phone: null },
      change: { before: null, after: { status: 'active' } },
      cause: { actorId: 'acc_1', userAgent: null },
      recordedAt,
    });
  });

  test('everything else stays, word for word', () => {
    const whole = event({
      praetorcause: { actorKind: 'system', actorId: 'job', requestId: null, reason: null },
      praetordecision: { effect: 'deny' },
    });
    const { leaf, personal } = apart(whole, [], recordedAt);
    expect(personal).toBeNull();
    const {
      praetorcause: cause,
      praetorchange: change,
      praetordecision: decision,
      praetorparties: parties,
      ...attributes
    } = whole;
    const { praetorstatus: status, ...rest } = attributes;
    expect(leaf).toEqual({
      ...rest,
      cause,
      change,
      decision,
      parties,
      status,
      recordedAt,
      format: leaf.format,
      personalDigest: null,
    });
  });

  test('a personal field that is null tells nothing and makes no personal part', () => {
    const silent = event({ data: { email: null }, praetorchange: null, praetorcause: { ...event().praetorcause, ip: null } });
    expect(apart(silent, ['email', 'toString'], recordedAt)).toMatchObject({ personal: null, leaf: { data: { email: null } } });
  });
});

test('what was taken apart is put together again as it was', () => {
  const cause = { ...event().praetorcause, reason: 'Ada asked.' };
  for (const one of [
    event(),
    event({ praetorcause: cause }),
    event({ praetorchange: null, praetordecision: { effect: 'deny' } }),
  ]) {
    const { leaf, personal } = apart(one, ['email', 'phone'], recordedAt);
    expect(together(leaf, personal)).toEqual(one);
    expect(JSON.stringify(together(leaf, null))).not.toContain('ada@');
  }
});

describe('the columns', () => {
  const columns = (change: Partial<AuditedEvent>) => columnsOf(apart(event(change), [], recordedAt).leaf);

  test('say who, what and when', () => {
    expect(columns({})).toEqual({
      eventId: 'evt_1',
      time: new Date('2026-01-15T12:00:00.000Z'),
      recordedAt: new Date(recordedAt),
      type: 'accounts.created.v1',
      source: 'praetor/accounts',
      subjectType: 'account',
      subjectId: 'acc_1',
      actorKind: 'account',
      actorId: 'acc_1',
      status: 'succeeded',
      requestId: 'req_1',
      accounts: [],
    });
  });

  test.each([
    ['order/5/of/7', 'order', '5/of/7'],
    ['just a word', null, 'just a word'],
    ['/leading', null, '/leading'],
  ])('the subject %s is %s and %s', (subject, subjectType, subjectId) => {
    expect(columns({ subject })).toMatchObject({ subjectType, subjectId });
  });
});
