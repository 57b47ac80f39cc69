import { createRequire } from 'node:module';
import { LocalGraphQLDataSource } from '@apollo/gateway';
import { buildSubgraphSchema } from '@apollo/subgraph';
import SchemaBuilder from '@pothos/core';
import { GraphQLSchema, parse } from 'graphql';
import { applyMiddleware } from 'graphql-middleware';
import { createSchema, createYoga } from 'graphql-yoga';
import { expect, test } from 'vitest';

const require = createRequire(import.meta.url);

test('every library of the graph shares one copy of graphql', async () => {
  const builder = new SchemaBuilder({});
  builder.queryType({ fields: (t) => ({ answer: t.int({ resolve: () => 42 }) }) });
  const schemas = {
    pothos: builder.toSchema(),
    apolloSubgraph: buildSubgraphSchema({ typeDefs: parse('type Query { answer: Int }') }),
    yoga: createSchema({ typeDefs: 'type Query { answer: Int }' }),
    middleware: applyMiddleware(builder.toSchema()),
    commonJs: new (require('graphql') as typeof import('graphql')).GraphQLSchema({}),
  };
  for (const [library, schema] of Object.entries(schemas)) expect(schema, library).toBeInstanceOf(GraphQLSchema);

  // Each of these asserts its argument with its own copy of graphql and throws on a stranger's.
  expect(new LocalGraphQLDataSource(schemas.pothos)).toBeDefined();
  const answer = await createYoga({ schema: schemas.pothos, logging: false }).fetch('http://test/graphql?query={answer}');
  expect(await answer.json()).toEqual({ data: { answer: 42 } });
});
