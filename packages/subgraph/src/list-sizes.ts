import SchemaBuilder, { BasePlugin, type PothosOutputFieldConfig, type SchemaTypes } from '@pothos/core';
import { pageSize } from '@praetor/postgres/page';

declare global {
  export namespace PothosSchemaTypes {
    // Pothos finds plugins by these names.
    interface Plugins<Types extends SchemaTypes> {
      listSizes: ListSizes<Types>;
    }
  }
}

/** Its name among the builder's plugins. */
export const listSizes = 'listSizes';

/**
 * Says of every connection how long it may be, so that none is forgotten: as long as `first` or `last` asks, else the
 * default page (`@listSize`, IBM's GraphQL Cost specification). The gateway knows by that what an operation may cost.
 */
class ListSizes<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>): PothosOutputFieldConfig<Types> {
    const { first, last } = field.args as { first?: unknown; last?: unknown };
    if (!first || !last || field.type.kind === 'List') return field;
    const listSize = {
      assumedSize: pageSize.default,
      slicingArguments: ['first', 'last'],
      sizedFields: ['edges'],
      requireOneSlicingArgument: false,
    };
    return { ...field, pothosOptions: { ...field.pothosOptions, listSize } } as PothosOutputFieldConfig<Types>;
  }
}

SchemaBuilder.registerPlugin(listSizes, ListSizes);
