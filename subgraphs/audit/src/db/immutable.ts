/**
 * Triggers that hold for every role, the administrator's included: what the log has said cannot be unsaid by an
 * UPDATE or DELETE. Dropping a whole partition, when retention asks for it, does not go through them.
 */
const refuse = (why: string) => `raise exception '${why}' using errcode = 'restrict_violation';`;

/** Rows stay as long as their table does. */
export const neverDeleted = {
  name: 'never_deleted',
  timing: 'before' as const,
  events: ['delete' as const],
  body: refuse('The audit log is append-only: nothing is deleted.'),
};

/** Only the update described by `allowed`, an SQL condition over `old` and `new`. */
export const updatedOnly = (allowed: string) => ({
  name: 'append_only',
  timing: 'before' as const,
  events: ['update' as const],
  body: `if not (${allowed}) then ${refuse('The audit log is append-only: what was written stays.')} end if; return new;`,
});
