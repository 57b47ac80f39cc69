import { modelV1, rule } from './model-v1.ts';
import type { Model } from './model.ts';

/**
 * The second model: what others say and do counts by who they are. A whole rating by someone beyond doubt weighs as one
 * observation against a prior of one and one (Jøsang & Ismail 2002), so four against ours of four and four, for as much as
 * against; it fades slowly, for silence refutes no one.
 */
const modelV2: Model = {
  ...modelV1,
  version: 'v2',
  vouched: true,
  kinds: {
    ...modelV1.kinds,
    ratedWell: { ...rule('ratings', modelV1.prior.good, 'lasting'), opinion: true },
    ratedBadly: { ...rule('ratings', -modelV1.prior.bad, 'lasting'), opinion: true },
  },
};

/** Every model that ever assessed a profile, so that each stored score can be derived again. */
const models: ReadonlyMap<string, Model> = new Map([modelV1, modelV2].map((model) => [model.version, model]));

/** The model that new assessments use. */
export const currentModel = modelV2;

export function modelOf(version: string): Model {
  const model = models.get(version);
  if (!model) throw new Error(`There is no trust model ${version}.`);
  return model;
}
