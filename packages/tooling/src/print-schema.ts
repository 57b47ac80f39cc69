import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { printSubgraphSchema } from '@apollo/subgraph';
import { lexicographicSortSchema, type GraphQLSchema } from 'graphql';
import { compose, CompositionProblem, type SubgraphSdl } from './compose.ts';
import { settle } from './drift.ts';
import { root, subgraphNames } from './workspaces.ts';

/**
 * `npm run schema`: prints what each subgraph serves, composes the supergraph, derives what a client sees.
 * `--check` writes nothing and fails where the committed files differ; `--partial` leaves out subgraphs without a schema.
 */
async function main(flags: readonly string[]): Promise<void> {
  const subgraphs: SubgraphSdl[] = [];
  for (const name of subgraphNames) {
    const file = join(root, 'subgraphs', name, 'src/graphql/schema.ts');
    if (flags.includes('--partial') && !existsSync(file)) console.error(`${name} has no schema yet.`);
    else subgraphs.push({ name, sdl: await sdlOf(file) });
  }
  const { supergraph, api } = compose(subgraphs);
  const files = new Map([
    ...subgraphs.map(({ name, sdl }) => [`schema/subgraphs/${name}.graphql`, sdl] as const),
    ['schema/supergraph.graphql', supergraph],
    ['schema/api.graphql', api],
  ]);
  settle(files, { check: flags.includes('--check'), fix: 'npm run schema' });
}

async function sdlOf(file: string): Promise<string> {
  const { schema } = (await import(file)) as { schema: GraphQLSchema };
  return `${printSubgraphSchema(lexicographicSortSchema(schema)).trim()}\n`;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof CompositionProblem)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
