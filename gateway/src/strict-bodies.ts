import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { Begun } from './begun.ts';
import { assertJsonWithin } from './limits/variable-limits.ts';
import { coded } from './errors.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const json = /^application\/(graphql\+)?json\s*(;|$)/i;

/**
 * Reads JSON bodies to the letter (RFC 8259: UTF-8, and nothing replaced), and answers for what it does not read with a
 * code, where Yoga would send an empty 415.
 */
export function useStrictBodies(maxBytes: number): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser, serverContext }) {
      const { begun } = serverContext as { begun?: Begun | null };
      if (begun) return setRequestParser(() => parsedBody(begun.body));
      if (request.method !== 'POST') {
        assertUnambiguous(request.url);
        // Parameters of a URL hold JSON too.
        if (requestParser)
          setRequestParser((given) =>
            parsed(() => requestParser(given), 'The parameters "variables" and "extensions" are JSON.'),
          );
        return;
      }
      if (isEncoded(request.headers)) throw unsupported('Send operations as they are, in UTF-8.');
      // What is longer than it declares, Yoga notices while reading.
      if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge(maxBytes);
      if (json.test(request.headers.get('content-type') ?? '')) setRequestParser(readJson);
      else if (!requestParser) throw unsupported('Send operations as application/json.');
    },
  };
}

/** Of two values, what stands before us may have looked at the other. */
function assertUnambiguous(url: string): void {
  const { searchParams } = new URL(url, 'http://localhost');
  if (new Set(searchParams.keys()).size < searchParams.size) throw malformed('A parameter of the URL stands there twice.');
}

/** RFC 9110, section 8.4.1: what we do not decode is refused, not read as if it were plain. */
function isEncoded(headers: Headers): boolean {
  const encoding = headers.get('content-encoding') ?? 'identity';
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(headers.get('content-type') ?? '') ?? [];
  return encoding.toLowerCase() !== 'identity' || charset.toLowerCase().replace('utf8', 'utf-8') !== 'utf-8';
}

async function readJson(request: Request): Promise<GraphQLParams | GraphQLParams[]> {
  return parsedBody(new Uint8Array(await request.arrayBuffer()));
}

/** What a body of JSON holds. Throws coded errors. */
export function parsedBody(body: Uint8Array): GraphQLParams | GraphQLParams[] {
  assertJsonWithin(body);
  const value = parsed(() => JSON.parse(utf8.decode(body)) as unknown, 'The body is not JSON in UTF-8.');
  if (typeof value === 'object' && value !== null) return value;
  throw malformed('The body is not an object with a "query".');
}

function parsed<Value>(parse: () => Value, message: string): Value {
  try {
    return parse();
  } catch (error) {
    throw error instanceof SyntaxError || error instanceof TypeError ? malformed(message) : error;
  }
}

// In every media type: nothing of GraphQL has been seen yet.
export const malformed = (message: string) => coded('BAD_REQUEST', message, { http: { status: 400, spec: false } });
export const tooLarge = (maxBytes: number) =>
  coded('REQUEST_ENTITY_TOO_LARGE', `A request holds at most ${maxBytes} bytes. Send it in parts.`, {
    http: { status: 413, spec: false },
  });
const unsupported = (message: string) => coded('UNSUPPORTED_MEDIA_TYPE', message, { http: { status: 415, spec: false } });
