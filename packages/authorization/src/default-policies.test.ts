import { PolicyDecision } from '@praetor/contracts/envelope';
import { newId } from '@praetor/kernel/id';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { account, dispute, flag, here, simple, staff } from '../test/policy-entities.ts';
import { createPolicyEngine, defaultPolicies, defaultPolicyEngine } from './cedar.ts';
import type { PolicyEntity, PolicyRequest } from './cedar.ts';
import { roles } from './roles.ts';

const provider = (requestedBy: string): PolicyEntity => ({
  type: 'IdentityProvider',
  id: 'idp_1',
  attributes: { tenant: here, requestedBy, concerned: requestedBy },
});

const problems: string[] = [];
const engine = defaultPolicyEngine((problem) => problems.push(problem));

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
    ['support resets a factor', staff('SUPPORT'), 'ResetFactors', account(), {}, 'allow', ['factors-reset-staff']],
    ['a moderator does not reset one', staff('MODERATOR'), 'ResetFactors', account(), {}, 'deny', []],
    ['nobody resets their own', staff('ADMIN', 'acc_target'), 'ResetFactors', account(), {}, 'deny', ['account-not-oneself']],
    [
      'support does not reset that of staff',
      staff('SUPPORT'),
      'ResetFactors',
      account(['ADMIN']),
      {},
      'deny',
      ['account-staff-by-admin-only'],
    ],
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
    [
      'an administrator decides about passwords and sessions',
      staff('ADMIN'),
      'SetIdentityPolicy',
      simple('IdentityPolicy'),
      {},
      'allow',
      ['identity-policy-admin'],
    ],
    ['nobody else does', staff('MODERATOR'), 'SetIdentityPolicy', simple('IdentityPolicy'), {}, 'deny', []],
    ['a moderator does not', staff('MODERATOR'), 'ManageApiKey', simple('ApiKey'), {}, 'deny', []],
    [
      'an administrator switches on a provider that another described',
      staff('ADMIN'),
      'EnableIdentityProvider',
      provider('acc_another'),
      {},
      'allow',
      ['identity-provider-manage-admin'],
    ],
    ['and none of their own', staff('ADMIN'), 'EnableIdentityProvider', provider('acc_staff'), {}, 'deny', ['four-eyes']],
    ['a moderator describes none', staff('MODERATOR'), 'ManageIdentityProvider', provider('acc_another'), {}, 'deny', []],
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
