/** A replay that cannot go on. The message says what to do; the command prints it without a stack. */
export class ReplayStopped extends Error {
  override readonly name = 'ReplayStopped';
}
