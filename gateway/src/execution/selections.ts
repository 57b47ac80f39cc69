import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getOperationAST,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** An operation of a document as a client wrote it, with the answers to its conditions. */
export interface Selections {
  readonly operation: OperationDefinitionNode;
  /** Fields by response key in the client's order (CollectFields, section 6.3.2 of the GraphQL specification). */
  fieldsOf(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): ReadonlyMap<string, readonly FieldNode[]>;
}

export function operationOf(document: DocumentNode, operationName: string | null): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new Error('The operation was not resolved before it was compiled.');
  return operation;
}

const fragmentsOf = (document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> =>
  new Map(document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])));

export function selectionsOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  holds: (variable: string) => boolean,
): Selections {
  const fragments = fragmentsOf(document);
  const collect = (
    type: GraphQLCompositeType,
    { selections }: SelectionSetNode,
    fields: Map<string, FieldNode[]>,
    spread: Set<string>,
  ): void => {
    for (const node of selections) {
      if (!isIncluded(node.directives, holds)) continue;
      if (node.kind === Kind.FIELD) {
        const key = responseKey(node);
        const known = fields.get(key);
        if (known) known.push(node);
        else fields.set(key, [node]);
        continue;
      }
      if (node.kind === Kind.FRAGMENT_SPREAD && spread.has(node.name.value)) continue;
      if (node.kind === Kind.FRAGMENT_SPREAD) spread.add(node.name.value);
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
      if (fragment && isOf(schema, type, fragment.typeCondition?.name.value))
        collect(type, fragment.selectionSet, fields, spread);
    }
  };
  return {
    operation,
    fieldsOf(type, sets) {
      const fields = new Map<string, FieldNode[]>();
      const spread = new Set<string>();
      for (const set of sets) collect(type, set, fields, spread);
      return fields;
    },
  };
}

export const responseKey = ({ alias, name }: FieldNode): string => alias?.value ?? name.value;

/** Whether every object of a type is of another. */
export function isOf(schema: GraphQLSchema, type: GraphQLCompositeType, wanted: string | undefined): boolean {
  if (wanted === undefined || wanted === type.name) return true;
  const wide = schema.getType(wanted);
  return isAbstractType(wide) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(wide, type);
}

/** Whether the conditions on a selection hold. */
export function isIncluded(directives: readonly DirectiveNode[] | undefined, holds: (variable: string) => boolean): boolean {
  return (directives ?? []).every((directive) => {
    const condition = conditionOf(directive);
    if (!condition) return true;
    const value =
      condition.kind === Kind.VARIABLE ? holds(condition.name.value) : condition.kind === Kind.BOOLEAN && condition.value;
    return value === (directive.name.value === 'include');
  });
}

const conditionOf = ({ name, arguments: given }: DirectiveNode) =>
  name.value === 'skip' || name.value === 'include' ? given?.find((one) => one.name.value === 'if')?.value : undefined;

/** The variables on which it depends what is selected. */
export function conditionVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(node) {
      const condition = conditionOf(node);
      if (condition?.kind === Kind.VARIABLE) names.add(condition.name.value);
    },
  });
  return [...names].sort();
}
