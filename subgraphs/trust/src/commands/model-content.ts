import { InvalidInput } from '@praetor/kernel/refusal';
import { canonicalText } from '@praetor/transparency/canonical';
import type { Model } from '../domain/model.ts';
import { modelSchema } from './model-schema.ts';

/** What someone wrote as a model, checked, under the name of its version. Throws {@link InvalidInput} naming each thing that is wrong. */
export function modelFrom(raw: unknown, version: string): Model {
  // A model that was read and is sent back changed brings the name of the one that was read.
  const { version: _, ...content } = Object(raw) as Record<string, unknown>;
  const parsed = modelSchema.safeParse(content);
  if (!parsed.success)
    throw new InvalidInput(
      parsed.error.issues.slice(0, 20).map(({ path, message }) => ({
        path: ['content', ...path.map((part) => (typeof part === 'symbol' ? '' : part))],
        message,
      })),
    );
  // As it will be read again: what was left out is absent.
  return JSON.parse(canonicalText({ ...parsed.data, version })) as Model;
}
