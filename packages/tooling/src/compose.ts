import { composeServices } from '@apollo/composition';
import { lexicographicSortSchema, parse, printSchema } from 'graphql';
import { schemaProblems } from './schema-rules.ts';
import { subgraphNames } from './workspaces.ts';

/** A subgraph's name and what it serves. */
export interface SubgraphSdl {
  readonly name: string;
  readonly sdl: string;
}

export interface Composed {
  readonly supergraph: string;
  /** The schema a client sees. */
  readonly api: string;
}

/** The graph cannot be made of these subgraphs; each problem is one sentence. */
export class CompositionProblem extends Error {
  constructor(title: string, problems: readonly string[]) {
    super([title, ...problems].join('\n  '));
  }
}

/** `WARN` of @apollo/composition's `HintLevel`, its gravest: the graph composes, but not as its authors believe. */
const grave = 60;

/** Composes federation 2 subgraphs after holding them against our own rules. */
export function compose(subgraphs: readonly SubgraphSdl[]): Composed {
  const problems = subgraphs.flatMap(({ name, sdl }) => schemaProblems(name, sdl));
  if (problems.length) throw new CompositionProblem('The schema breaks our rules:', problems);
  const result = composeServices(subgraphs.map(({ name, sdl }) => ({ name, url: urlOf(name), typeDefs: parse(sdl) })));
  if (result.errors) throw new CompositionProblem('The subgraphs do not compose:', messages(result.errors));
  const hints = result.hints.filter((hint) => hint.definition.level.value >= grave);
  if (hints.length) throw new CompositionProblem('The subgraphs compose to something else than they say:', hints.map(String));
  const api = lexicographicSortSchema(result.schema.toAPISchema().toGraphQLJSSchema());
  return { supergraph: `${result.supergraphSdl.trim()}\n`, api: `${printSchema(api).trim()}\n` };
}

const messages = (errors: readonly Error[]): string[] => errors.map((error) => error.message);

/** Where a subgraph answers in docker-compose.yml; other deployments set their own. */
function urlOf(name: string): string {
  const place = subgraphNames.findIndex((known) => known === name);
  return `http://${name}:${4001 + place}/graphql`;
}
