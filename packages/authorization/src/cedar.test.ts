import { PolicyDecision } from '@praetor/contracts/envelope';
import { systemActor } from '@praetor/identity/actor';
import type { Actor } from '@praetor/identity/actor';
import { newId } from '@praetor/kernel/id';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPolicyEngine, defaultPolicies, defaultPolicyEngine, InvalidPolicies, principalOf } from './cedar.ts';
import type { PolicyEntity, PolicyRequest } from './cedar.ts';
import { roles } from './roles.ts';

const problems: string[] = [];
const engine = defaultPolicyEngine((problem) => problems.push(problem));
const here = newId('tenant');

function staff(held: string | string[], id = 'acc_staff', tenantId = here): PolicyEntity {
  const actor: Actor = { ...systemActor('test', tenantId), kind: 'account', id, roles: [held].flat() };
  return principalOf(actor);
}
const dispute = (amountMinor?: number | bigint, attributes = {}): PolicyEntity => ({
  type: 'Dispute',
  id: 'dsp_1',
  attributes: {
    tenant: here,
    claimant: 'acc_buyer',
    respondent: 'acc_seller',
    amountMinor,
    currency: amountMinor === undefined ? null : 'EUR',
    ...attributes,
  },
});
const account = (held: string[] = ['BUYER'], id = 'acc_target'): PolicyEntity => ({
  type: 'Account',
  id,
  attributes: { id, tenant: here, roles: held },
});
const flag = (attributes = {}): PolicyEntity => ({
  type: 'Flag',
  id: 'flg_1',
  attributes: { tenant: here, raisedBy: 'acc_other', ...attributes },
});
const simple = (type: string): PolicyEntity => ({ type, id: '1', attributes: { tenant: here } });

describe('default policies', () => {
  test.each<[string, PolicyEntity, string, PolicyEntity, Record<string, string>, 'allow' | 'deny', string[]]>([
    [
      'finance decides any amount',
      staff('FINANCE'),
      'DecideDispute',
      dispute(10_000_000n),
      {},
      'allow',
      ['dispute-decide-finance'],
    ],
    [
      'a moderator decides up to 500.00',
      staff('MODERATOR'),
      'DecideDispute',
      dispute(50_000),
      {},
      'allow',
      ['dispute-decide-moderator-limit'],
    ],
    ['a moderator decides no more', staff('MODERATOR'), 'DecideDispute', dispute(50_001), {}, 'deny', []],
    [
      'a moderator decides where no money is claimed',
      staff('MODERATOR'),
      'DecideDispute',
      dispute(),
      {},
      'allow',
      ['dispute-decide-moderator-limit'],
    ],
    ['an administrator is no judge', staff('ADMIN'), 'DecideDispute', dispute(1), {}, 'deny', []],
    ['a claimant is no judge', staff('FINANCE', 'acc_buyer'), 'DecideDispute', dispute(1), {}, 'deny', ['dispute-not-a-party']],
    [
      'a respondent does not review',
      staff('MODERATOR', 'acc_seller'),
      'ReviewDispute',
      dispute(1),
      {},
      'deny',
      ['dispute-not-a-party'],
    ],
    [
      'a moderator reviews any amount',
      staff('MODERATOR'),
      'ReviewDispute',
      dispute(50_001),
      {},
      'allow',
      ['dispute-review-staff'],
    ],
    ['support does not review', staff('SUPPORT'), 'ReviewDispute', dispute(1), {}, 'deny', []],
    ['a moderator locks', staff('MODERATOR'), 'LockAccount', account(), {}, 'allow', ['account-restrict-staff']],
    ['nobody unlocks themselves', staff('ADMIN', 'acc_target'), 'UnlockAccount', account(), {}, 'deny', ['account-not-oneself']],
    [
      'a moderator does not suspend staff',
      staff('MODERATOR'),
      'SuspendAccount',
      account(['BUYER', 'SUPPORT']),
      {},
      'deny',
      ['account-staff-by-admin-only'],
    ],
    [
      'an administrator suspends staff',
      staff('ADMIN'),
      'SuspendAccount',
      account(['ADMIN']),
      {},
      'allow',
      ['account-restrict-staff'],
    ],
    [
      'finance suspends nobody, whatever else it is',
      staff(['FINANCE', 'ADMIN']),
      'SuspendAccount',
      account(),
      {},
      'deny',
      ['finance-suspends-nobody'],
    ],
    [
      'an administrator assigns roles',
      staff('ADMIN'),
      'AssignRole',
      account(),
      { role: 'SUPPORT' },
      'allow',
      ['role-assign-admin'],
    ],
    [
      'but none to themselves',
      staff('ADMIN', 'acc_target'),
      'AssignRole',
      account(),
      { role: 'FINANCE' },
      'deny',
      ['role-not-to-oneself'],
    ],
    ['a moderator assigns none', staff('MODERATOR'), 'AssignRole', account(), { role: 'SUPPORT' }, 'deny', []],
    [
      'a moderator resolves a flag by suspending',
      staff('MODERATOR'),
      'ResolveFlag',
      flag({ subject: 'acc_x' }),
      { resolution: 'suspend' },
      'allow',
      ['flag-resolve-staff'],
    ],
    [
      'nobody resolves a flag about themselves',
      staff('ADMIN'),
      'ResolveFlag',
      flag({ subject: 'acc_staff', raisedBy: 'acc_staff' }),
      { resolution: 'dismiss' },
      'deny',
      ['flag-not-about-oneself'],
    ],
    ['finance dismisses', staff('FINANCE'), 'ResolveFlag', flag(), { resolution: 'dismiss' }, 'allow', ['flag-resolve-staff']],
    [
      'finance does not suspend',
      staff('FINANCE'),
      'ResolveFlag',
      flag(),
      { resolution: 'suspend' },
      'deny',
      ['flag-finance-suspends-nobody'],
    ],
    ['a moderator manages alerts', staff('MODERATOR'), 'ManageAlert', simple('Alert'), {}, 'allow', ['alert-manage-staff']],
    ['support does not', staff('SUPPORT'), 'ManageAlert', simple('Alert'), {}, 'deny', []],
    [
      'an administrator manages API keys',
      staff('ADMIN'),
      'ManageApiKey',
      simple('ApiKey'),
      {},
      'allow',
      ['api-key-manage-admin'],
    ],
    ['a moderator does not', staff('MODERATOR'), 'ManageApiKey', simple('ApiKey'), {}, 'deny', []],
  ])('%s', (_case, principal, action, resource, context, effect, policies) => {
    problems.length = 0;
    const decision = engine.decide({ principal, action, resource, context });
    expect(decision).toEqual({ effect, action, policies, policyVersion: engine.version });
    expect(PolicyDecision.parse(decision)).toEqual(decision);
    expect(problems).toEqual([]);
  });
});

const anyRequest: fc.Arbitrary<PolicyRequest> = fc
  .record({
    principal: fc.tuple(fc.subarray(Object.keys(roles)), fc.constantFrom('acc_staff', 'acc_buyer', 'acc_target')),
    target: fc.oneof(
      fc.record({
        action: fc.constantFrom('DecideDispute', 'ReviewDispute'),
        resource: fc.option(fc.integer({ min: -1, max: 10 ** 9 }), { nil: undefined }).map((amount) => dispute(amount)),
      }),
      fc.record({
        action: fc.constantFrom('LockAccount', 'UnlockAccount', 'SuspendAccount', 'AssignRole'),
        resource: fc.subarray(Object.keys(roles)).map((held) => account(held)),
      }),
      fc.record({ action: fc.constant('ResolveFlag'), resource: fc.constantFrom(flag(), flag({ subject: 'acc_staff' })) }),
      fc.constantFrom(
        { action: 'ManageAlert', resource: simple('Alert') },
        { action: 'ManageApiKey', resource: simple('ApiKey') },
      ),
    ),
    resolution: fc.constantFrom('suspend', 'dismiss'),
  })
  .map(({ principal: [held, id], target, resolution }) => ({
    ...target,
    principal: staff(held, id),
    context: target.action === 'ResolveFlag' ? { resolution } : target.action === 'AssignRole' ? { role: 'SUPPORT' } : {},
  }));

function elsewhere({ resource, ...request }: PolicyRequest): PolicyRequest {
  return { ...request, resource: { ...resource, attributes: { ...resource.attributes, tenant: newId('tenant') } } };
}

describe('always', () => {
  test('another tenant’s things are out of reach', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const { effect, policies } = engine.decide(elsewhere(request));
        expect(effect).toBe('deny');
        expect(policies).toContain('tenant-isolation');
      }),
    );
  });

  test('deny beats allow: forbidding more never allows more', () => {
    const { policies, schema } = defaultPolicies();
    const stricter = createPolicyEngine({
      schema,
      policies: `${policies} @id("closed") forbid (principal, action, resource) when { principal.roles.contains("BUYER") };`,
    });
    const laxer = createPolicyEngine({ schema, policies: `${policies} @id("open") permit (principal, action, resource);` });
    fc.assert(
      fc.property(anyRequest, (request) => {
        const { effect, policies: deciding } = engine.decide(request);
        const isForbidden = effect === 'deny' && deciding.length > 0;
        expect(laxer.decide(request).effect).toBe(isForbidden ? 'deny' : 'allow');
        const held = request.principal.attributes['roles'] as string[];
        expect(stricter.decide(request).effect).toBe(held.includes('BUYER') ? 'deny' : effect);
      }),
    );
    expect(new Set([engine.version, stricter.version, laxer.version]).size).toBe(3);
  });
});

describe('whatever goes wrong is denied, and told', () => {
  test.each<[string, PolicyRequest]>([
    ['an unknown action', { principal: staff('ADMIN'), action: 'Anything', resource: simple('Alert') }],
    ['the wrong kind of thing', { principal: staff('ADMIN'), action: 'ManageAlert', resource: simple('ApiKey') }],
    [
      'a missing fact',
      { principal: staff('ADMIN'), action: 'ManageAlert', resource: { type: 'Alert', id: '1', attributes: {} } },
    ],
    ['a missing context', { principal: staff('ADMIN'), action: 'AssignRole', resource: account() }],
    [
      'a fact of the wrong type',
      { principal: staff('FINANCE'), action: 'DecideDispute', resource: dispute(1, { amountMinor: '1' }) },
    ],
    ['an amount that is no whole number', { principal: staff('FINANCE'), action: 'DecideDispute', resource: dispute(0.5) }],
    ['an amount too large to compare', { principal: staff('FINANCE'), action: 'DecideDispute', resource: dispute(2n ** 60n) }],
    [
      'an invalid type name',
      { principal: { ...staff('ADMIN'), type: 'No Type"' }, action: 'ManageAlert', resource: simple('Alert') },
    ],
  ])('%s', (_case, request) => {
    problems.length = 0;
    expect(engine.decide(request)).toEqual({
      effect: 'deny',
      action: request.action,
      policies: [],
      policyVersion: engine.version,
    });
    expect(problems).toHaveLength(1);
  });

  test('a policy that fails, although another permits', () => {
    const told: string[] = [];
    const { schema } = defaultPolicies();
    const overflowing =
      '@id("p") permit (principal, action, resource); @id("f") forbid (principal, action == Praetor::Action::"ManageAlert", resource) when { principal.assurance + 9223372036854775807 < 0 };';
    const fragile = createPolicyEngine({
      schema,
      policies: overflowing,
      version: 'v1',
      onError: (problem) => told.push(problem),
    });
    const request = { principal: staff('ADMIN'), action: 'ManageAlert', resource: simple('Alert') };
    expect(fragile.decide(request)).toEqual({ effect: 'deny', action: 'ManageAlert', policies: ['f'], policyVersion: 'v1' });
    expect(told).toHaveLength(1);
  });
});

test.each([
  ['policies that do not parse', '@id("a") permit (principal', /unexpected/],
  ['a policy without an id', 'permit (principal, action, resource);', /Give this policy an @id/],
  [
    'two policies of one id',
    '@id("a") permit (principal, action, resource); @id("a") forbid (principal, action, resource);',
    /Two policies/,
  ],
  ['a fact the schema does not know', '@id("a") permit (principal, action, resource) when { principal.rank > 1 };', /rank/],
  ['a role compared with a number', '@id("a") permit (principal, action, resource) when { principal.roles.contains(1) };', /a: /],
  ['a template', '@id("a") permit (principal == ?principal, action, resource);', /Templates/],
])('refuses at once: %s', (_case, policies, message) => {
  const make = () => createPolicyEngine({ policies, schema: defaultPolicies().schema });
  expect(make).toThrow(InvalidPolicies);
  expect(make).toThrow(message);
});
