import { describe, expect, test } from 'vitest';
import { account, dispute, simple, staff } from '../test/policy-entities.ts';
import { createPolicyEngine, defaultPolicies, defaultPolicyEngine, InvalidPolicies } from './cedar.ts';
import type { PolicyRequest } from './cedar.ts';

const problems: string[] = [];
const engine = defaultPolicyEngine((problem) => problems.push(problem));

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
