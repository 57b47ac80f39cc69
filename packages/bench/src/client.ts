/** Ways into the demo tenant, as `praetor start` keeps them. */
export interface Demo {
  readonly apiKey: string;
  readonly logins: readonly { readonly role: string; readonly email: string; readonly password: string }[];
}

/** One operation through the public endpoint. Throws when it answers an error. */
export async function ask<Data>(
  url: string,
  query: string,
  variables: Record<string, unknown> = {},
  token?: string,
): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
  if (!data || errors?.length)
    throw new Error(`${query} answered: ${errors?.map(({ message }) => message).join(' ') ?? response.status}`);
  return data;
}

/** An access token of the demo login of a role. */
export async function login(url: string, { logins }: Pick<Demo, 'logins'>, role: string): Promise<string> {
  const { email, password } = logins.find((one) => one.role === role) ?? { email: '', password: '' };
  const query = 'mutation ($input: LoginInput!) { login(input: $input) { ... on SessionTokens { accessToken } } }';
  const answer = await ask<{ login: { accessToken?: string } }>(url, query, { input: { email, password } });
  if (!answer.login.accessToken) throw new Error(`The demo login of ${role} was refused.`);
  return answer.login.accessToken;
}
