import { createRequire } from 'node:module';
import util from 'node:util';
import { LocalGraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import SchemaBuilder from '@pothos/core';
import { GraphQLSchema, parse } from 'graphql';
import { createSchema, createYoga } from 'graphql-yoga';
import { expect, test } from 'vitest';

// graphql-shield reads `util.isUndefined`, which left Node with version 23, and must be loaded as CommonJS to find it.
Object.assign(util, { isUndefined: (value: unknown) => value === undefined });
const require = createRequire(import.meta.url);
const { applyMiddleware } = require('graphql-middleware') as typeof import('graphql-middleware');
const { allow, shield } = require('graphql-shield') as typeof import('graphql-shield');

test('every library of the graph shares one copy of graphql', async () => {
  const builder = new SchemaBuilder({});
  builder.queryType({ fields: (t) => ({ answer: t.int({ resolve: () => 42 }) }) });
  const schemas = {
    pothos: builder.toSchema(),
    apolloSubgraph: buildSubgraphSchema({ typeDefs: parse('type Query { answer: Int }') }),
    yoga: createSchema({ typeDefs: 'type Query { answer: Int }' }),
    shield: applyMiddleware(builder.toSchema(), shield({ Query: { answer: allow } })),
    commonJs: new (require('graphql') as typeof import('graphql')).GraphQLSchema({}),
  };
  for (const [library, schema] of Object.entries(schemas)) expect(schema, library).toBeInstanceOf(GraphQLSchema);

  // Each of these asserts its argument with its own copy of graphql and throws on a stranger's.
  expect(new LocalGraphQLDataSource(schemas.pothos)).toBeDefined();
  const answer = await createYoga({ schema: schemas.pothos, logging: false }).fetch('http://test/graphql?query={answer}');
  expect(await answer.json()).toEqual({ data: { answer: 42 } });
});
