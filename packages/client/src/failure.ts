/** One thing that an operation could not do: `extensions.code` says what kind. */
export interface OperationError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** The operation was not answered, or not wholly. */
export class OperationFailed extends Error {
  override readonly name = 'OperationFailed';
  readonly errors: readonly OperationError[];
  /** What could be answered all the same: whatever an error's path names is null in it. Null when there is nothing. */
  readonly data: unknown;
  constructor(message: string, errors: readonly OperationError[] = [], data: unknown = null) {
    super(message);
    this.errors = errors;
    this.data = data;
  }
}
