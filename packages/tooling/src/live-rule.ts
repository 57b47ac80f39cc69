import { catalog } from '@praetor/contracts/catalog';
import { type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';
import { bareName } from './guarded-keys.ts';

/**
 * What the live fields of a subgraph expect of events that their contracts do not hold, one sentence each: such a view would
 * stay silent, or be read again for each viewer.
 */
export function liveProblems({ definitions }: DocumentNode): string[] {
  const types = definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION ? [node] : [],
  );
  return types.flatMap(({ name, fields = [] }) =>
    fields.flatMap((field) => {
      const live = field.directives?.find((directive) => bareName(directive) === 'live');
      const given = Object.fromEntries((live?.arguments ?? []).map((each) => [each.name.value, valueFromASTUntyped(each.value)]));
      return eventProblems(given).map((problem) => `${name.value}.${field.name.value} ${problem}`);
    }),
  );
}

function eventProblems({ types, key, concerns }: Record<string, unknown>): string[] {
  const keys = [...strings([key]), ...strings(concerns)];
  return strings(types).flatMap((type) => {
    const contract = catalog.get(type);
    if (!contract) return [`is signalled by ${type}, which has no contract.`];
    return keys
      .filter((field) => !Object.hasOwn(contract.data.shape, field))
      .map((field) => `reads ${field} of ${type}, whose contract has no such field.`);
  });
}

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []);
