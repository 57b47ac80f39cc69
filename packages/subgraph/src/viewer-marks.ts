import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';

declare global {
  export namespace PothosSchemaTypes {
    // Pothos finds plugins by these names.
    interface Plugins<Types extends SchemaTypes> {
      viewerMarks: ViewerMarks<Types>;
    }
  }
}

/** Its name among the builder's plugins. */
export const viewerMarks = 'viewerMarks';

interface Options {
  readonly resolve?: (...given: never[]) => unknown;
  readonly requiresScopes?: unknown;
  readonly directives?: readonly { readonly name: string }[];
}

/**
 * Marks `@perViewer` every field of a thing that could look at who asks: whose resolver takes the context, and which no
 * permission guards. So a leak takes a false `sameForAll`, and not a forgotten word.
 */
class ViewerMarks<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const { resolve, requiresScopes, directives = [] } = field.pothosOptions as unknown as Options;
    if (field.kind === 'Query' || field.kind === 'Mutation' || field.kind === 'Subscription') return field;
    if (!resolve || resolve.length < 3 || requiresScopes) return field;
    if (directives.some(({ name }) => name === 'sameForAll' || name === 'perViewer')) return field;
    const marked = [...directives, { name: 'perViewer', args: {} }];
    return { ...field, pothosOptions: { ...field.pothosOptions, directives: marked } } as PothosOutputFieldConfig<Types>;
  }
}

SchemaBuilder.registerPlugin(viewerMarks, ViewerMarks);
