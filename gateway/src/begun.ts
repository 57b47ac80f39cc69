import type { ExecutionResult } from 'graphql';

/** What was done of a request before the pipeline took it over, and is not to be done again. */
export interface Begun {
  readonly body: Uint8Array;
  /** Its parameters, with the text of a registered operation. */
  readonly params?: object;
  /** Why it is refused, or its answer: the pipeline knows how to send what is more than data. */
  readonly refusal?: Error;
  readonly result?: ExecutionResult;
}
