import { undeclaredRootFields } from '@praetor/authorization/requirements';
import { unsizedLists } from './list-size-rule.ts';
import {
  Kind,
  parse,
  visit,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
} from 'graphql';
import { bareName as bare, guardedKeys } from './guarded-keys.ts';
import { liveProblems } from './live-rule.ts';

/** What a subgraph's SDL does that composition accepts and we do not, one sentence each. */
export function schemaProblems(subgraph: string, sdl: string): string[] {
  const document = parse(sdl);
  const problems = undeclaredRootFields(document).map(
    (field) => `${subgraph}: ${field} does not say who may ask. Declare @requiresScopes, @authenticated or @policy on it.`,
  );
  for (const field of unsizedLists(document))
    problems.push(`${subgraph}: ${field} is a list of unknown size. Declare how long it gets: \`...ofAtMost(50)\`.`);
  for (const key of guardedKeys(document))
    problems.push(
      `${subgraph}: ${key} is part of a @key, and requires something. Every join would need it: guard the fields beside it.`,
    );
  problems.push(...liveProblems(document).map((problem) => `${subgraph}: ${problem}`));
  const type = (node: ObjectTypeDefinitionNode | ObjectTypeExtensionNode): void => {
    for (const field of node.fields ?? []) {
      for (const problem of fieldProblems(field)) problems.push(`${subgraph}: ${node.name.value}.${field.name.value} ${problem}`);
    }
  };
  visit(document, { ObjectTypeDefinition: type, ObjectTypeExtension: type });
  return problems;
}

function fieldProblems(field: FieldDefinitionNode): string[] {
  const requires = (field.directives ?? []).filter((directive) => bare(directive) === 'requires');
  const withArguments = requires.some((directive) =>
    directive.arguments?.some(({ value }) => value.kind === Kind.STRING && value.value.includes('(')),
  );
  const fromContext = field.arguments?.some((argument) =>
    argument.directives?.some((directive) => bare(directive) === 'fromContext'),
  );
  return [
    ...(withArguments
      ? ['uses @requires on a field with arguments. The planner does not alias them and may answer with wrong data.']
      : []),
    ...(fromContext ? ['uses @fromContext. The gateway does not run it.'] : []),
  ];
}
