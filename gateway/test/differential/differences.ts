/**
 * Where ours answers otherwise than Apollo's executor, and why. `differences.test.ts` shows each; all other answers are the same: data,
 * order of keys, and errors by number, code and path.
 */
export const differences = {
  toldBesideErrors:
    'A null or a wrong value that the schema forbids is told also beside errors of subgraphs, unless one of those explains it: Apollo says nothing of it as soon as there is any error, so a null hides an error.',
  failuresHavePlaces:
    'A request that fails as a whole is told at the places that miss something, up to a bound: Apollo names no place.',
  entitiesAreCountedAsAsked:
    'An entity’s error is told at the entity: Apollo counts among all objects of the path what the subgraph counted among those that were asked for, which are fewer where others are of another type, or a key was missing.',
  wrongShapesAreNull:
    'Where a list or an object is something else altogether, that place is null: Apollo answers nothing at all.',
  emptyIsNotMissing:
    'A field that the planner had to fetch under another key is read when it is null, zero or empty too: Apollo loses it.',
  narrowerPromisesHold:
    'A value is null where the type of its object promises more than the interface through which it was asked (GraphQL, 6.4.3).',
  typesAreKept:
    'An object keeps its type when a subgraph that knows only its interface adds to it: Apollo takes the interface’s name, and then answers null for the object without a word. Where nobody told the type, null is told.',
  inputsAreNotConditional:
    'A field that others are computed from is fetched for those that are asked for: where another of them stands under a condition that does not hold, Apollo’s planner leaves its input out, sends nothing without it, and answers null for both.',
  conditionsArePlanned:
    'An operation on whose conditions Apollo’s planner contradicts itself is planned for each answer to them: Apollo answers an error instead.',
  clientsOrder:
    'Keys stand in the order of the operation (GraphQL, 6.3.2), also where fragments without a type, or fields that are written twice, make Apollo’s internal form of it differ.',
} as const;

export type Difference = keyof typeof differences;
