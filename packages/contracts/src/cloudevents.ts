import { marketplaceCatalog } from './catalog.ts';
import { ingestLimits, isJson } from './cloudevents-http.ts';
import type { Envelope } from './envelope.ts';
import type { MarketplaceContract } from './marketplace.ts';
import { parseDateTime } from './rfc3339.ts';

/** A CloudEvents 1.0 event that may come in: attributes checked, data as its contract reads it. Extensions are dropped. */
export interface IncomingEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** The sender's, or what the contract derives from the data. */
  readonly subject: string;
  /** UTC, milliseconds. The time of receipt when the sender gave none. */
  readonly time: string;
  /** W3C Trace Context; null when absent or malformed, as that specification demands. */
  readonly traceparent: string | null;
  readonly data: Envelope['data'];
}

/** Why one event is refused; the rest of its batch is not. */
export interface IncomingRefusal {
  readonly code: 'INVALID_CLOUDEVENT' | 'EVENT_TOO_LARGE' | 'UNKNOWN_EVENT_TYPE' | 'UNSUPPORTED_DATACONTENTTYPE' | 'INVALID_DATA';
  readonly message: string;
  readonly path: readonly (string | number)[];
}

class Refused extends Error {
  readonly refusal: IncomingRefusal;
  constructor(code: IncomingRefusal['code'], path: readonly PropertyKey[], message: string) {
    super(message);
    const short = (part: PropertyKey) => (typeof part === 'number' ? part : String(part).slice(0, 100));
    this.refusal = { code, message: message.slice(0, 300), path: path.map(short) };
  }
}

export function isRefused(result: IncomingEvent | IncomingRefusal): result is IncomingRefusal {
  return 'code' in result;
}

/** Judges one candidate of `readRequest`. Never throws, whatever the candidate is. */
export function validateIncoming(candidate: unknown, now: Date): IncomingEvent | IncomingRefusal {
  try {
    return incomingOf(candidate, now);
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

function incomingOf(candidate: unknown, now: Date): IncomingEvent {
  if (typeof candidate !== 'object' || candidate === null || Array.isArray(candidate))
    throw new Refused('INVALID_CLOUDEVENT', [], 'An event is a JSON object.');
  checkSize(candidate);
  const attributes = attributesOf(candidate);
  if (attributes.get('specversion') !== '1.0')
    throw new Refused('INVALID_CLOUDEVENT', ['specversion'], 'specversion must be "1.0".');
  const id = required(attributes, 'id', 200);
  const source = sourceOf(attributes);
  const contract = contractOf(required(attributes, 'type', 200));
  const time = timeOf(attributes, now);
  const data = dataOf(contract, candidate, attributes);
  const subject = optional(attributes, 'subject', 300) ?? contract.subjectOf(data);
  return { id, source, type: contract.type, subject, time, traceparent: traceparentOf(attributes), data };
}

function checkSize(candidate: object): void {
  let bytes: number;
  try {
    bytes = Buffer.byteLength(JSON.stringify(candidate) ?? '');
  } catch {
    // A cycle, a bigint, nesting deeper than the stack: no reader of JSON made it.
    throw new Refused('INVALID_CLOUDEVENT', [], 'The event cannot be written as JSON.');
  }
  if (bytes > ingestLimits.eventBytes)
    throw new Refused('EVENT_TOO_LARGE', [], `An event may have ${ingestLimits.eventBytes} bytes; this one has ${bytes}.`);
}

type Attributes = ReadonlyMap<string, string | number | boolean>;

/** Section 3 of the specification: names, the type system; null means unset (JSON format, section 2.2). */
function attributesOf(candidate: object): Attributes {
  const attributes = new Map<string, string | number | boolean>();
  for (const [name, value] of Object.entries(candidate)) {
    if (name === 'data' || name === 'data_base64') continue;
    if (!/^[a-z0-9]+$/.test(name))
      throw new Refused('INVALID_CLOUDEVENT', [name], 'Attribute names are lower-case letters and digits.');
    if (value === null) continue;
    if (!isAttributeValue(value))
      throw new Refused(
        'INVALID_CLOUDEVENT',
        [name],
        `${name} must be a string without control characters, an integer or a boolean.`,
      );
    attributes.set(name, value);
  }
  return attributes;
}

/** Section 3.1: Boolean; Integer of 32 bits; String without controls, noncharacters and lone surrogates. */
function isAttributeValue(value: unknown): value is string | number | boolean {
  if (typeof value === 'number') return (value | 0) === value;
  return typeof value === 'boolean' || (typeof value === 'string' && !/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u.test(value));
}

function required(attributes: Attributes, name: string, max: number): string {
  const value = optional(attributes, name, max);
  if (value === null) throw new Refused('INVALID_CLOUDEVENT', [name], `${name} is required.`);
  return value;
}

function optional(attributes: Attributes, name: string, max: number): string | null {
  const value = attributes.get(name);
  if (value === undefined) return null;
  if (typeof value !== 'string' || value === '' || value.length > max)
    throw new Refused('INVALID_CLOUDEVENT', [name], `${name} must be a string of 1 to ${max} characters.`);
  return value;
}

/** A URI-reference by RFC 3986's alphabet. `praetor/…` is how our own events sign themselves: nobody else may. */
function sourceOf(attributes: Attributes): string {
  const source = required(attributes, 'source', 400);
  if (!/^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9a-fA-F]{2})+$/.test(source))
    throw new Refused('INVALID_CLOUDEVENT', ['source'], 'source must be a URI-reference.');
  if (/^praetor(?:\/|$)/i.test(source))
    throw new Refused('INVALID_CLOUDEVENT', ['source'], 'This source is reserved. Use your own URI.');
  return source;
}

function contractOf(type: string): MarketplaceContract {
  const contract = marketplaceCatalog.get(type);
  if (contract) return contract;
  const meant = [...marketplaceCatalog.keys()].find((known) => type.endsWith(`.${known}`));
  const advice = meant ? `Use ${meant}, without a prefix.` : 'Only the published marketplace.* types may be sent.';
  throw new Refused('UNKNOWN_EVENT_TYPE', ['type'], `There is no type ${type}. ${advice}`);
}

function timeOf(attributes: Attributes, now: Date): string {
  const given = optional(attributes, 'time', 100);
  const time = given === null ? now : parseDateTime(given);
  if (!time) throw new Refused('INVALID_CLOUDEVENT', ['time'], 'time must be an RFC 3339 date-time.');
  return time.toISOString();
}

function traceparentOf(attributes: Attributes): string | null {
  const value = attributes.get('traceparent');
  const wellFormed = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
  return typeof value === 'string' && wellFormed.test(value) ? value : null;
}

function dataOf(contract: MarketplaceContract, candidate: object, attributes: Attributes): Envelope['data'] {
  const contentType = optional(attributes, 'datacontenttype', 200);
  if (contentType !== null && !isJson(contentType))
    throw new Refused('UNSUPPORTED_DATACONTENTTYPE', ['datacontenttype'], 'data must be JSON: use application/json.');
  optional(attributes, 'dataschema', 1000);
  const parsed = contract.data.safeParse(payloadOf(candidate));
  if (parsed.success) return parsed.data as Envelope['data'];
  const [first] = parsed.error.issues;
  const path = ['data', ...(first?.path ?? [])];
  throw new Refused('INVALID_DATA', path, `${path.map(String).join('.')}: ${first?.message ?? 'not as the contract says.'}`);
}

function payloadOf(candidate: { data?: unknown; data_base64?: unknown }): unknown {
  const encoded = candidate.data_base64 ?? null;
  if (encoded === null) return candidate.data;
  if ((candidate.data ?? null) !== null)
    throw new Refused('INVALID_CLOUDEVENT', ['data_base64'], 'Send data or data_base64, not both.');
  if (typeof encoded !== 'string' || !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(encoded))
    throw new Refused('INVALID_CLOUDEVENT', ['data_base64'], 'data_base64 must be Base64 (RFC 4648, section 4).');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(encoded, 'base64')));
  } catch {
    throw new Refused('INVALID_DATA', ['data_base64'], 'data_base64 must decode to JSON.');
  }
}
