import { modelV3 } from './model-v3.ts';
import type { Model } from './model.ts';

/** Every model of ours that ever assessed a profile, so that each stored score can be derived again. */
const models: ReadonlyMap<string, Model> = new Map([modelV3].map((model) => [model.version, model]));

/** The model that is built in: the first of each tenant's, and its live one until it publishes another. */
export const currentModel = modelV3;

/** A model that is built in; undefined for a tenant's own. */
export const builtInModel = (version: string): Model | undefined => models.get(version);
