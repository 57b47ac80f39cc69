import {
  type DocumentNode,
  getNamedType,
  type GraphQLSchema,
  isInputObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

const known = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, readonly string[]>>();
/** More of one operation says nothing more. */
const mostUses = 100;

/**
 * What a valid document uses of the schema that is `@deprecated`, by its coordinates: `Type.field`, `Type.field(argument:)`,
 * `Input.field`, `Enum.VALUE`. What only variables hold is not looked at. Found once a document.
 */
export function deprecatedUses(schema: GraphQLSchema, document: DocumentNode): readonly string[] {
  const ofSchema = known.get(schema) ?? new WeakMap<DocumentNode, readonly string[]>();
  known.set(schema, ofSchema);
  const uses = ofSchema.get(document) ?? findUses(schema, document);
  ofSchema.set(document, uses);
  return uses;
}

function findUses(schema: GraphQLSchema, document: DocumentNode): readonly string[] {
  const info = new TypeInfo(schema);
  const found = new Set<string>();
  const note = (what: { deprecationReason?: string | null | undefined } | null | undefined, coordinate: () => string): void => {
    if (what?.deprecationReason != null && found.size < mostUses) found.add(coordinate());
  };
  const field = (): string => `${info.getParentType()?.name}.${info.getFieldDef()?.name}`;
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: () => note(info.getFieldDef(), field),
      Argument() {
        // Of a directive it is no argument of the field around it.
        if (!info.getDirective()) note(info.getArgument(), () => `${field()}(${info.getArgument()?.name}:)`);
      },
      ObjectField({ name }) {
        const type = getNamedType(info.getParentInputType());
        if (isInputObjectType(type)) note(type.getFields()[name.value], () => `${type.name}.${name.value}`);
      },
      EnumValue: () => note(info.getEnumValue(), () => `${getNamedType(info.getInputType())?.name}.${info.getEnumValue()?.name}`),
    }),
  );
  return [...found].sort();
}
