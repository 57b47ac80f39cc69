/** A map that forgets the least recently used entry beyond its bound. */
export class Lru<Key, Value> {
  readonly #entries = new Map<Key, Value>();
  readonly #bound: number;

  constructor(bound: number) {
    this.#bound = bound;
  }

  /** The value of a key, made on first use. */
  take(key: Key, make: () => Value): Value {
    const value = this.#entries.has(key) ? (this.#entries.get(key) as Value) : make();
    this.#entries.delete(key);
    this.#entries.set(key, value);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#bound) break;
      this.#entries.delete(oldest);
    }
    return value;
  }
}
