/** What a saga says after each of its steps: go on, look again after so many milliseconds or when woken, or never again. */
export type SagaPause = 'again' | 'done' | { readonly waitMs: number };

/**
 * Work of many steps that takes days and waits for people. Where it stands is in the subgraph's own rows; `advance` does the
 * one step that is due now, in one transaction that looks at the row under its lock. So it may be called at any time and any
 * number of times, after a crash too: what was done is not done again. The engine sees to it that it is called.
 */
export interface Saga {
  /** Names it for good: `accounts.sellerOnboarding`. */
  readonly name: string;
  advance(id: string): Promise<SagaPause>;
}

/** Calls sagas: when woken, when their time has come, and again after a crash. */
export interface SagaEngine {
  /** Begins the run of `id`, or has a waiting one look again. `cause`, an event's id, wakes it once. Durable when it resolves. */
  wake(saga: string, id: string, cause: string): Promise<void>;
}

/** The sagas of one subgraph, and the engine that runs them once there is one. */
export class Sagas {
  #engine: SagaEngine | null = null;
  #list: readonly Saga[] = [];

  get list(): readonly Saga[] {
    return this.#list;
  }

  add(sagas: readonly Saga[]): void {
    this.#list = sagas;
  }

  attach(engine: SagaEngine): void {
    this.#engine = engine;
  }

  /** For consumers: throws while no engine runs, so that the event is taken again later. */
  wake(saga: string, id: string, cause: string): Promise<void> {
    if (!this.#engine) throw new Error('No engine runs the sagas yet.');
    return this.#engine.wake(saga, id, cause);
  }
}
