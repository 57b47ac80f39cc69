import type { FetchNode } from '@apollo/query-planner';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import type { Json } from './objects.ts';
import { objectsAt, sitesOf } from './sites.ts';
import type { Step } from './steps.ts';
import { readTypeNames } from './type-names.ts';

const types = readTypeNames(parse('type Item { sku: ID } type Person { id: ID } type Box { sku: ID }'));

const rootStep = (operation: string): Step => ({
  fetch: { kind: 'Fetch', serviceName: 'a', operation, operationKind: 'query' } as FetchNode,
  path: [],
  after: [],
});

function entityStep(path: string, typeName: string, key: string, selection: string, after: readonly Step[]): Step {
  const operation = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${typeName} { ${selection} } } }`;
  const selections = [...(key === '' ? [] : [{ kind: 'Field', name: key }]), { kind: 'Field', name: '__typename' }];
  const requires = [{ kind: 'InlineFragment', typeCondition: typeName, selections }];
  const fetch = { kind: 'Fetch', serviceName: 'b', operation, operationKind: 'query', requires } as FetchNode;
  return { fetch, path: path.split('.'), after };
}

function found(steps: readonly Step[], step: Step, data: Json): readonly Json[] {
  const site = sitesOf(steps, types).get(step);
  if (!site) throw new Error('It stands nowhere.');
  return objectsAt(site, data, new Map());
}

const item = (sku: string | number, more: Json = {}): Json => ({ __typename: 'Item', sku, ...more });

test('places that hold the same key and nothing else are given one object, also within lists of lists', () => {
  const root = rootStep('{ rows { item { sku } } }');
  const step = entityStep('rows.@.@.item', 'Item', 'sku', 'name', [root]);
  const data: Json = {
    rows: [
      [{ item: item('1') }, { item: item('2') }],
      [{ item: item('1') }, { item: null }],
    ],
  };
  expect(found([root, step], step, data)).toEqual([item('1'), item('2')]);
  const rows = data['rows'] as { item: Json }[][];
  expect(rows[1]![0]!.item).toBe(rows[0]![0]!.item);
});

test('what holds more than its key, or is of another type, or has another kind of key, stays its own', () => {
  const root = rootStep('{ items { sku name } }');
  const step = entityStep('items.@', 'Item', 'sku', 'price', [root]);
  const others = [item('1', { name: 'a' }), item('1', { name: 'b' }), { __typename: 'Box', sku: '1' }, item(1), item('1')];
  const data: Json = { items: [...others] };
  expect(found([root, step], step, data)).toHaveLength(5);
  (data['items'] as Json[]).forEach((one, at) => expect(one).toBe(others[at]));
});

test('nothing is shared where a fetch that is not waited for writes by place', () => {
  const [root, other] = [rootStep('{ items { sku } }'), rootStep('{ items { weight } }')];
  const step = entityStep('items.@', 'Item', 'sku', 'price', [root]);
  const data: Json = { items: [item('1'), item('1')] };
  expect(found([root, other, step], step, data)).toHaveLength(2);
  const settled = { ...step, after: [root, other] };
  expect(found([root, other, settled], settled, data)).toHaveLength(1);
});

test('what stands below shared objects is found once', () => {
  const root = rootStep('{ items { sku } }');
  const makers = entityStep('items.@', 'Item', 'sku', 'maker { id }', [root]);
  const names = entityStep('items.@.maker', 'Person', 'id', 'name', [root, makers]);
  const shared = item('1', { maker: { __typename: 'Person', id: 'p', age: 3 } });
  expect(found([root, makers, names], names, { items: [shared, shared] })).toEqual([shared['maker']]);
});

test('a type alone is no key', () => {
  const root = rootStep('{ items { sku } }');
  const step = entityStep('items.@', 'Item', '', 'name', [root]);
  expect(found([root, step], step, { items: [{ __typename: 'Item' }, { __typename: 'Item' }] })).toHaveLength(2);
});
