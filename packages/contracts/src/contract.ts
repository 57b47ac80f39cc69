import { z } from 'zod';

/** A type of event: its data by version. Published versions never change; a change is a new version. */
export interface EventContract<Type extends string = string, Data extends z.ZodObject = z.ZodObject> {
  readonly type: Type;
  readonly data: Data;
  /** Fields of `data` that are personal: audit keeps them beside the leaf, so that they can be erased. */
  readonly personal: readonly string[];
  /** Fields of `data` that name people by the marketplace's own reference, the one most concerned first. */
  readonly parties: readonly string[];
}

export function defineEvent<const Type extends string, Shape extends z.ZodRawShape>(
  type: Type,
  shape: Shape,
  options: { personal?: (keyof Shape & string)[]; parties?: (keyof Shape & string)[] } = {},
): EventContract<Type, z.ZodObject<Shape, z.core.$strict>> {
  return { type, data: z.strictObject(shape), personal: options.personal ?? [], parties: options.parties ?? [] };
}

export type DataOf<Contract extends EventContract> = z.infer<Contract['data']>;

/** An ISO 4217 amount in whole minor units, as it travels in events. */
export const MoneyData = z.strictObject({ amountMinor: z.int(), currency: z.string().regex(/^[A-Z]{3}$/) });
export type MoneyData = z.infer<typeof MoneyData>;

/** Any governed thing, ours (`account`) or the marketplace's (`listing`, `booking`, `review`, …). */
export const EntityRef = z.strictObject({
  type: z.string().regex(/^[a-z][a-zA-Z]{0,39}$/),
  id: z.string().min(1).max(200),
});
export type EntityRef = z.infer<typeof EntityRef>;
