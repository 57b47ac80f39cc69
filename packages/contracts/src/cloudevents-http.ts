/** The CloudEvents 1.0 HTTP Protocol Binding and JSON Event Format: a request becomes candidates that nobody has judged yet. */

export const ingestLimits = { bodyBytes: 1024 * 1024, batchEvents: 1000, eventBytes: 64 * 1024 } as const;

/** Why a whole request is refused. */
export interface RequestProblem {
  readonly status: 400 | 413 | 415;
  readonly code: 'MALFORMED_BODY' | 'MALFORMED_HEADER' | 'BODY_TOO_LARGE' | 'BATCH_TOO_LARGE' | 'UNSUPPORTED_MEDIA_TYPE';
  readonly message: string;
}

class Unreadable extends Error {
  readonly problem: RequestProblem;
  constructor(status: RequestProblem['status'], code: RequestProblem['code'], message: string) {
    super(message);
    this.problem = { status, code, message };
  }
}

/**
 * Reads one request in structured, batched or binary content mode. `headers` are as Node and Fetch give them: one
 * character per byte. Each event may turn out to be anything: `validateIncoming` judges it.
 */
export function readRequest(
  headers: Iterable<readonly [string, string]>,
  body: Uint8Array,
): { events: unknown[] } | RequestProblem {
  try {
    return {
      events: eventsOf(
        [...headers].map(([name, value]) => [name.toLowerCase(), value] as const),
        body,
      ),
    };
  } catch (error) {
    if (error instanceof Unreadable) return error.problem;
    throw error;
  }
}

function eventsOf(headers: (readonly [string, string])[], body: Uint8Array): unknown[] {
  if (body.byteLength > ingestLimits.bodyBytes)
    throw new Unreadable(413, 'BODY_TOO_LARGE', `Send at most ${ingestLimits.bodyBytes} bytes at once.`);
  const contentType = headers.find(([name]) => name === 'content-type')?.[1] ?? '';
  const { essence, charset } = mediaType(contentType);
  if (!['utf-8', 'utf8', 'us-ascii'].includes(charset)) throw new Unreadable(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send UTF-8.');
  if (essence === 'application/cloudevents+json') return [jsonOf(body)];
  if (essence === 'application/cloudevents-batch+json') return batchOf(jsonOf(body));
  // Section 3 of the binding: any other `application/cloudevents…` names a format, and this one we do not speak.
  if (!essence.startsWith('application/cloudevents') && headers.some(([name]) => name === 'ce-specversion'))
    return [binaryOf(headers, contentType, essence, body)];
  throw new Unreadable(
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    'Send application/cloudevents+json, application/cloudevents-batch+json, or application/json with ce-* headers.',
  );
}

function batchOf(json: unknown): unknown[] {
  if (!Array.isArray(json)) throw new Unreadable(400, 'MALFORMED_BODY', 'A batch is a JSON array of events.');
  if (json.length > ingestLimits.batchEvents)
    throw new Unreadable(413, 'BATCH_TOO_LARGE', `Send at most ${ingestLimits.batchEvents} events at once.`);
  return json;
}

/** Section 3.1: attributes are `ce-` headers, the body is the data, the content type is the data's. */
function binaryOf(headers: (readonly [string, string])[], contentType: string, essence: string, body: Uint8Array): unknown {
  const attributes = headers
    .filter(([name]) => name.startsWith('ce-'))
    .map(([name, value]) => [name.slice(3), headerText(name, value)] as const);
  const misplaced = attributes.find(([name]) => ['data', 'data_base64', 'datacontenttype'].includes(name));
  if (misplaced) throw new Unreadable(400, 'MALFORMED_HEADER', `ce-${misplaced[0]} is not an attribute header.`);
  if (new Set(attributes.map(([name]) => name)).size < attributes.length)
    throw new Unreadable(400, 'MALFORMED_HEADER', 'An attribute header is given twice.');
  const type = contentType === '' ? [] : [['datacontenttype', contentType] as const];
  const data = body.byteLength > 0 && (type.length === 0 || isJson(essence)) ? [['data', jsonOf(body)] as const] : [];
  return Object.fromEntries<unknown>([...attributes, ...type, ...data]);
}

/** Section 3.1.3.2: unquote, then one round of percent-decoding, then UTF-8. */
function headerText(name: string, value: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(value.trim())?.[1];
  const raw = quoted === undefined ? value.trim() : quoted.replace(/\\(.)/g, '$1');
  // Beyond U+00FF it was no byte; a lone % is not an escape.
  if (/[\u0100-\uffff]|%(?![0-9a-fA-F]{2})/.test(raw))
    throw new Unreadable(400, 'MALFORMED_HEADER', `Percent-encode the value of ${name.slice(0, 60)}.`);
  const bytes = raw.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return utf8(Buffer.from(bytes, 'latin1'), () => new Unreadable(400, 'MALFORMED_HEADER', `${name.slice(0, 60)} is not UTF-8.`));
}

function jsonOf(body: Uint8Array): unknown {
  const json = utf8(body, () => new Unreadable(400, 'MALFORMED_BODY', 'The body is not UTF-8.'));
  try {
    return JSON.parse(json);
  } catch {
    throw new Unreadable(400, 'MALFORMED_BODY', 'The body is not JSON.');
  }
}

function utf8(bytes: Uint8Array, otherwise: () => Unreadable): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw otherwise();
  }
}

/** The media type without parameters, lower-case, and its charset (UTF-8 when unsaid). */
function mediaType(contentType: string): { essence: string; charset: string } {
  const [essence = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  return { essence, charset: charset?.replaceAll('"', '') ?? 'utf-8' };
}

/** Whether a `datacontenttype` says JSON: its subtype is `json` or ends in `+json` (JSON format, section 3.1). */
export function isJson(contentType: string): boolean {
  return /^[^/;\s]+\/(?:[^/;\s]+\+)?json$/.test(mediaType(contentType).essence);
}
