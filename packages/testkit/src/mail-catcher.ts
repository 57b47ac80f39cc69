import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';

/** A message as the mail server took it. */
export interface CaughtMail {
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A real SMTP server (RFC 5321) that keeps what it is sent. */
export interface MailCatcher extends AsyncDisposable {
  /** For `SMTP_URL`. */
  readonly url: string;
  /** The same mails as JSON by HTTP, for tests in another process: `?to=address`. */
  readonly inboxUrl: string;
  readonly mails: CaughtMail[];
  /** What the next messages are answered, one each, instead of being taken: 451, 550, … */
  readonly refusals: number[];
  /** The newest mail to an address, as soon as there are `count`. */
  newest(to: string, count?: number): Promise<CaughtMail>;
}

export async function startMailCatcher(): Promise<MailCatcher> {
  const mails: CaughtMail[] = [];
  const refusals: number[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const code = refusals.shift();
        if (code) return done(Object.assign(new Error('Not now.'), { responseCode: code }));
        const mail = read(Buffer.concat(chunks).toString('utf8'));
        for (const { address } of session.envelope.rcptTo) mails.push({ to: address, ...mail });
        done();
      });
    },
  });
  smtp.on('error', () => undefined);
  const listening = smtp.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const inbox = createServer((request, response) => {
    const to = new URL(request.url ?? '/', 'http://inbox').searchParams.get('to');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(mails.filter((mail) => to === null || mail.to === to)));
  }).listen(0, '127.0.0.1');
  await once(inbox, 'listening');
  return {
    url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    inboxUrl: `http://127.0.0.1:${(inbox.address() as AddressInfo).port}/`,
    mails,
    refusals,
    newest: (to, count = 1) => newestOf(() => Promise.resolve(mails.filter((mail) => mail.to === to)), to, count),
    async [Symbol.asyncDispose]() {
      inbox.closeAllConnections();
      inbox.close();
      await new Promise<void>((resolve) => smtp.close(() => resolve()));
    },
  };
}

/** As {@link MailCatcher.newest}, from another process. */
export const newestMail = (inboxUrl: string, to: string, count = 1): Promise<CaughtMail> =>
  newestOf(async () => (await fetch(`${inboxUrl}?to=${encodeURIComponent(to)}`)).json() as Promise<CaughtMail[]>, to, count);

async function newestOf(read: () => Promise<CaughtMail[]>, to: string, count: number): Promise<CaughtMail> {
  for (let waited = 0; waited < 20_000; waited += 20) {
    const found = await read();
    if (found.length >= count) return found.at(-1)!;
    await sleep(20);
  }
  throw new Error(`No ${count} mail(s) came to ${to} within 20 s.`);
}

/** The code, or token, in a message. */
export function secretIn({ text: body }: Pick<CaughtMail, 'text'>): string {
  const found = /: (\d{4} ?\d{4})\b/.exec(body)?.[1]?.replace(' ', '') ?? /(?:#|token: )([\w-]{20,})/.exec(body)?.[1];
  if (!found) throw new Error(`There is no code or token in: ${body}`);
  return found;
}

/** As far as our own mails need it: RFC 5322 headers, one text part, RFC 2045 encodings. */
function read(raw: string): Omit<CaughtMail, 'to'> {
  const end = raw.indexOf('\r\n\r\n');
  const headers = raw.slice(0, end).replaceAll(/\r\n[ \t]+/g, ' ');
  const header = (name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1]?.trim() ?? '';
  const body = raw.slice(end + 4);
  const encoding = header('content-transfer-encoding').toLowerCase();
  return { messageId: header('message-id'), subject: header('subject'), text: decoded(body, encoding) };
}

function decoded(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
