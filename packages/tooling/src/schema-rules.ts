import {
  Kind,
  parse,
  visit,
  type DirectiveNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
} from 'graphql';

const roots = new Set(['Query', 'Mutation', 'Subscription']);
/** What says who may ask, as federation names it. */
const declarations = new Set(['authenticated', 'requiresScopes', 'policy']);
/** Federation's own root fields, added by the library that serves them. */
const machinery = new Set(['_entities', '_service']);

/** What a subgraph's SDL does that composition accepts and we do not, one sentence each. */
export function schemaProblems(subgraph: string, sdl: string): string[] {
  const problems: string[] = [];
  const type = (node: ObjectTypeDefinitionNode | ObjectTypeExtensionNode): void => {
    for (const field of node.fields ?? []) {
      const at = `${subgraph}: ${node.name.value}.${field.name.value}`;
      if (roots.has(node.name.value) && !isDeclared(field)) {
        problems.push(`${at} does not say who may ask. Declare @requiresScopes, @authenticated or @policy on it.`);
      }
      for (const problem of fieldProblems(field)) problems.push(`${at} ${problem}`);
    }
  };
  visit(parse(sdl), { ObjectTypeDefinition: type, ObjectTypeExtension: type });
  return problems;
}

function isDeclared(field: FieldDefinitionNode): boolean {
  return machinery.has(field.name.value) || (field.directives ?? []).some((directive) => declarations.has(bare(directive)));
}

/** `@federation__requires` and `@requires` are one directive, under the link's prefix or imported. */
function bare(directive: DirectiveNode): string {
  return directive.name.value.replace(/^federation__/, '');
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
