import { form } from '../client.ts';

export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { extensions?: { code?: string } }[];
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

export async function post(gateway: string, token: string | null, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(token && bearer(token)) };
  const response = await fetch(`${gateway}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await response.json()) as Answer;
}

/** Asks the first gateway, while all is well. Throws unless the one field of the mutation answers one of these. */
export async function must<Value extends object>(token: string | null, text: string, variables: object = {}): Promise<Value> {
  const { data, errors } = await post(form.url, token, { query: text, variables });
  const [value] = Object.values(data ?? {}) as (Value & { code?: string })[];
  if (!value || value.code !== undefined) throw new Error(`${text}: ${JSON.stringify({ data, errors })}`);
  return value;
}

/** `mutation { name(input) { … } }` of any input, with the code of a refusal. */
export const mutation = (name: string, input: string, selection: string): string =>
  `mutation ($input: ${input}!) { ${name}(input: $input) { __typename ${selection} ... on UserError { code } } }`;

/** Whoever is answered anything but that they are nobody was taken for someone; too busy to say is no acceptance either. */
export const nobody: readonly string[] = ['UNAUTHENTICATED', 'UNAVAILABLE', 'RATE_LIMITED', 'SUBGRAPH_UNAVAILABLE'];
export const isAccepted = ({ errors = [] }: Answer): boolean =>
  !errors.some(({ extensions }) => nobody.includes(extensions?.code ?? ''));
/** Nor has a role who may not; what is malformed may be refused before anybody asks who sent it. */
export const lacking: readonly string[] = [
  ...nobody,
  'UNAUTHORIZED_FIELD_OR_TYPE',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'GRAPHQL_VARIABLE_LIMIT',
];
export const isAllowed = ({ errors = [] }: Answer): boolean =>
  !errors.some(({ extensions }) => lacking.includes(extensions?.code ?? ''));

/** Opens a stream and looks at the first thing that comes; an open one that says nothing was accepted. */
export async function streams(gateway: string, token: string, query: string, refused: readonly string[]): Promise<boolean> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 500);
  let opened = false;
  try {
    const headers = { ...bearer(token), 'content-type': 'application/json', accept: 'text/event-stream' };
    const body = JSON.stringify({ query });
    const response = await fetch(`${gateway}/graphql`, { method: 'POST', headers, body, signal: stop.signal });
    if (response.status === 401 || response.status === 503) return false;
    opened = true;
    const text = await response.text();
    return !refused.some((code) => text.includes(code));
  } catch {
    // Before it opened, the machine was merely busy.
    return opened && stop.signal.aborted;
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}
