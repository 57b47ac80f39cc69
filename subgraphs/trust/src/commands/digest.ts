import { createHash } from 'node:crypto';
import { canonicalText } from '@praetor/transparency/canonical';
import type { Model } from '../domain/model.ts';

/** SHA-256 of a value as canonical JSON (RFC 8785), hex: the same for the same value on every machine. */
export const digestOf = (value: unknown): string => createHash('sha256').update(canonicalText(value)).digest('hex');

const known = new WeakMap<Model, string>();

/** What a model is known by for good: a version is a name, this is the thing. */
export function hashOf(model: Model): string {
  const hash = known.get(model) ?? digestOf(model);
  known.set(model, hash);
  return hash;
}
