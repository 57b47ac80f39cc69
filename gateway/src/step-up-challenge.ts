import { GraphQLError } from 'graphql';

const insufficient = 'INSUFFICIENT_USER_AUTHENTICATION';
const words = 'A fresh or stronger proof of who you are is needed';

/**
 * Says over HTTP, too, that a proof of who acts is too weak or too old, and which would do (RFC 9470 section 3). There is one
 * such header an answer, so it asks for the strongest and youngest proof that any part of the answer needs. The status stays
 * what it is, since the rest of the answer holds; but where the whole was refused, it is 401.
 */
export function withStepUpChallenge(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  const asking = errors.filter(({ extensions }) => extensions['code'] === insufficient);
  const [first] = asking;
  if (!first) return errors;
  const levels = asking.map(({ extensions }) => String(extensions['acr_values'])).filter((acr) => /^[\w:.-]+$/.test(acr));
  const ages = asking.map(({ extensions }) => Number(extensions['max_age'] ?? Number.NaN)).filter(Number.isSafeInteger);
  const asked = [
    `Bearer realm="praetor", error="insufficient_user_authentication", error_description="${words}"`,
    ...(levels.length ? [`acr_values="${levels.toSorted().at(-1)}"`] : []),
    ...(ages.length ? [`max_age="${Math.min(...ages)}"`] : []),
  ].join(', ');
  return errors.map((error) => (error === first ? challenging(error, asked) : error));
}

function challenging({ message, nodes, positions, path, extensions }: GraphQLError, challenge: string): GraphQLError {
  const http = { ...(extensions['http'] && { status: 401 }), headers: { 'www-authenticate': challenge } };
  return new GraphQLError(message, {
    extensions: { ...extensions, http },
    ...(nodes && { nodes }),
    ...(positions && { positions }),
    ...(path && { path }),
  });
}
