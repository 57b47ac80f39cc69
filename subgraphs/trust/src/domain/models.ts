import { modelV3 } from './model-v3.ts';
import type { Model } from './model.ts';

/** Every model that ever assessed a profile, so that each stored score can be derived again. */
const models: ReadonlyMap<string, Model> = new Map([modelV3].map((model) => [model.version, model]));

/** The model that new assessments use. */
export const currentModel = modelV3;

export function modelOf(version: string): Model {
  const model = models.get(version);
  if (!model) throw new Error(`There is no trust model ${version}.`);
  return model;
}
