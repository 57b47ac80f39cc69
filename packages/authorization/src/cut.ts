import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  getNullableType,
  Kind,
  valueFromASTUntyped,
} from 'graphql';
import type {
  DirectiveNode,
  FieldNode,
  FragmentDefinitionNode,
  FragmentSpreadNode,
  GraphQLCompositeType,
  GraphQLOutputType,
  GraphQLSchema,
  InlineFragmentNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { typeTagSelection } from './type-tag.ts';
import type { Denied } from './verdicts.ts';

/** A field or fragment that was taken out of an operation, seen from the selection set that is being cut. */
export interface Removal {
  readonly coordinate: string;
  /** Response keys down to the field, ending at the first list on the way. */
  readonly path: readonly string[];
  readonly node: FieldNode | InlineFragmentNode | FragmentSpreadNode;
  readonly cause: Error;
  /** Every @skip and @include on the way: it was asked for only if all of them say so. */
  readonly conditions: readonly Condition[];
}

export interface Condition {
  readonly variable: string | null;
  /** The literal, where there is no variable. */
  readonly value: boolean;
  readonly includes: boolean;
}

export interface Cut {
  /** What is left, or null when nothing is. */
  readonly selectionSet: SelectionSetNode | null;
  readonly removals: readonly Removal[];
}

/** Beyond this many, removals are still made but no longer told: nested fragments could make their number explode. */
const toldRemovals = 1_000;

/**
 * Takes what is denied out of selection sets. A fragment is cut once, at its definition, as Apollo Router does; what
 * was removed in it is told at each place that spreads it.
 */
export class Cutter {
  readonly #schema: GraphQLSchema;
  readonly #denied: Denied;
  readonly #definitions: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #fragments = new Map<string, Cut>();

  constructor(schema: GraphQLSchema, denied: Denied, definitions: ReadonlyMap<string, FragmentDefinitionNode>) {
    this.#schema = schema;
    this.#denied = denied;
    this.#definitions = definitions;
  }

  cut(parent: GraphQLCompositeType, selectionSet: SelectionSetNode): Cut {
    const removals: Removal[] = [];
    const selections: SelectionNode[] = [];
    for (const selection of selectionSet.selections) {
      const left = this.#cutSelection(parent, selection);
      if (left.selection) selections.push(left.selection);
      for (const removal of left.removals) if (removals.length < toldRemovals) removals.push(removal);
    }
    if (selections.length === 0) return { selectionSet: null, removals };
    // Whoever puts the removed fields back as null must know which type an object is of.
    if (isAbstractType(parent)) selections.push(typeTagSelection());
    return { selectionSet: { ...selectionSet, selections }, removals };
  }

  /** The definition as cut, or null when nothing is left of it. */
  fragment(name: string): FragmentDefinitionNode | null {
    const definition = this.#definitions.get(name);
    const selectionSet = this.#cutFragment(name).selectionSet;
    return definition && selectionSet ? { ...definition, selectionSet } : null;
  }

  #cutSelection(
    parent: GraphQLCompositeType,
    selection: SelectionNode,
  ): { selection: SelectionNode | null; removals: readonly Removal[] } {
    const conditions = conditionsOf(selection.directives);
    const { left, removals } = this.#cutUnconditional(parent, selection);
    const conditional = removals.map((one) => ({ ...one, conditions: [...conditions, ...one.conditions] }));
    return { selection: left, removals: conditions.length > 0 ? conditional : removals };
  }

  #cutUnconditional(
    parent: GraphQLCompositeType,
    node: SelectionNode,
  ): { left: SelectionNode | null; removals: readonly Removal[] } {
    switch (node.kind) {
      case Kind.FIELD:
        return this.#cutField(parent, node);
      case Kind.INLINE_FRAGMENT: {
        const name = node.typeCondition?.name.value ?? parent.name;
        const refused = node.typeCondition ? this.#fragmentRefusal(name, node.selectionSet, node) : null;
        if (refused) return { left: null, removals: [refused] };
        const { selectionSet, removals } = this.#cutUnder(name, node.selectionSet);
        return { left: selectionSet && { ...node, selectionSet }, removals };
      }
      case Kind.FRAGMENT_SPREAD: {
        const definition = this.#definitions.get(node.name.value);
        const refused = definition
          ? this.#fragmentRefusal(definition.typeCondition.name.value, definition.selectionSet, node)
          : null;
        if (refused) return { left: null, removals: [refused] };
        const { selectionSet, removals } = this.#cutFragment(node.name.value);
        return { left: selectionSet && node, removals };
      }
    }
  }

  #cutField(parent: GraphQLCompositeType, node: FieldNode): { left: FieldNode | null; removals: readonly Removal[] } {
    const name = node.name.value;
    // `__typename`, `__schema` and `__type` are never denied; what the schema lacks is validation's to refuse.
    const field = name.startsWith('__') || !('getFields' in parent) ? undefined : parent.getFields()[name];
    if (!field) return { left: node, removals: [] };
    const key = node.alias?.value ?? name;
    const refused = this.#refusal(`${parent.name}.${name}`, [key], node) ?? this.#interfaceRefusal(field.type, key, node);
    if (refused) return { left: null, removals: [refused] };
    const type = getNamedType(field.type);
    if (!node.selectionSet || !isCompositeType(type)) return { left: node, removals: [] };
    const below = this.cut(type, node.selectionSet);
    const isList = isListType(getNullableType(field.type));
    const removals = below.removals.map((one) => ({ ...one, path: isList ? [key] : [key, ...one.path] }));
    // The field itself is allowed, so it is still asked whether there is anything, and runs if it is a mutation.
    const selectionSet = below.selectionSet ?? { ...node.selectionSet, selections: [typeTagSelection()] };
    return { left: { ...node, selectionSet }, removals };
  }

  #cutFragment(name: string): Cut {
    const known = this.#fragments.get(name);
    if (known) return known;
    // Stands while the fragment is being cut: a cycle, which validation refuses, ends here.
    this.#fragments.set(name, { selectionSet: null, removals: [] });
    const definition = this.#definitions.get(name);
    const cut = definition
      ? this.#cutUnder(definition.typeCondition.name.value, definition.selectionSet)
      : { selectionSet: null, removals: [] };
    this.#fragments.set(name, cut);
    return cut;
  }

  #cutUnder(typeName: string, selectionSet: SelectionSetNode): Cut {
    const type = this.#schema.getType(typeName);
    return isCompositeType(type) ? this.cut(type, selectionSet) : { selectionSet: null, removals: [] };
  }

  #fragmentRefusal(typeName: string, selectionSet: SelectionSetNode, node: Removal['node']): Removal | null {
    const type = this.#schema.getType(typeName);
    return isInterfaceType(type) && !selectsDirectly(selectionSet) ? null : this.#refusal(typeName, [], node);
  }

  /** Fields asked of an interface may come from any of its types, so the requirements of all of them must be met. */
  #interfaceRefusal(returned: GraphQLOutputType, key: string, node: FieldNode): Removal | null {
    const type = getNamedType(returned);
    return isInterfaceType(type) && node.selectionSet && selectsDirectly(node.selectionSet)
      ? this.#refusal(type.name, [key], node)
      : null;
  }

  #refusal(coordinate: string, path: readonly string[], node: Removal['node']): Removal | null {
    const cause = this.#denied.get(coordinate);
    return cause ? { coordinate, path, node, cause, conditions: [] } : null;
  }
}

/** Whether any field but `__typename` is selected outside of fragments with a type condition. */
function selectsDirectly({ selections }: SelectionSetNode): boolean {
  return selections.some((one) => {
    if (one.kind === Kind.FIELD) return one.name.value !== '__typename';
    return one.kind === Kind.INLINE_FRAGMENT && !one.typeCondition && selectsDirectly(one.selectionSet);
  });
}

function conditionsOf(directives: readonly DirectiveNode[] | undefined): Condition[] {
  return (directives ?? []).flatMap((directive) => {
    const name = directive.name.value;
    const condition = directive.arguments?.find((one) => one.name.value === 'if')?.value;
    if ((name !== 'skip' && name !== 'include') || !condition) return [];
    const variable = condition.kind === Kind.VARIABLE ? condition.name.value : null;
    return [{ variable, value: !variable && valueFromASTUntyped(condition) === true, includes: name === 'include' }];
  });
}
