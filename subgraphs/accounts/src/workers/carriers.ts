import { Webhook } from 'standardwebhooks';
import { Undeliverable, type Carrier, type Carriers } from '../commands/deliver-messages.ts';

/** Where messages go: see `MailEnv`. */
export interface Ways {
  readonly smtpUrl: string | null;
  readonly from: string;
  readonly sms: { readonly url: string; readonly secret: string } | null;
  readonly print: ((text: string) => void) | null;
}

/** What carries each channel; what nothing carries is printed where that is allowed, and otherwise not sent. */
export function createCarriers({ smtpUrl, from, sms, print }: Ways): Carriers {
  const printed = print && createPrinter(print);
  return {
    email: smtpUrl ? createSmtpCarrier(smtpUrl, from) : printed,
    sms: sms ? createSmsCarrier(sms) : printed,
  };
}

/** Development only: the message itself, in the log. */
const createPrinter = (print: (text: string) => void): Carrier => ({
  send: async (_, { to, subject, text }) =>
    print(`\n✉ To ${to}${subject && `: ${subject}`}\n  ${text.trim().replaceAll('\n', '\n  ')}\n`),
});

const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000, dnsTimeout: 10_000 };

/** RFC 5321. The Message-ID (RFC 5322) is the message's own id: a copy after a crash is seen to be one. */
function createSmtpCarrier(url: string, from: string): Carrier {
  // Only who sends mail pays for the library's memory.
  const transport = import('nodemailer').then(({ createTransport }) =>
    createTransport({ url, ...timeouts, disableFileAccess: true, disableUrlAccess: true }),
  );
  const domain = /@([^>\s]+)>?\s*$/.exec(from)?.[1] ?? 'praetor.invalid';
  return {
    async send(id, { to, subject, text }) {
      try {
        await (
          await transport
        ).sendMail({
          messageId: `<${id}@${domain}>`,
          from,
          to: { name: '', address: to },
          subject,
          text,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
      } catch (error) {
        // The server's own words name the address: they are neither kept nor logged.
        const { responseCode, code } = error as { responseCode?: number; code?: string };
        const said = responseCode
          ? `the mail server answered ${responseCode}`
          : `the mail server was not reached: ${code ?? 'error'}`;
        // RFC 5321 section 4.2.1: 5yz is a permanent failure. Below 550 it is about us, and the operator's to correct.
        throw responseCode && responseCode >= 550 ? new Undeliverable(said) : new Error(said);
      }
    },
  };
}

/** A signed POST (https://www.standardwebhooks.com) to whatever sends texts; the id of the message is the webhook's. */
function createSmsCarrier({ url, secret }: { url: string; secret: string }): Carrier {
  const webhook = new Webhook(secret);
  return {
    async send(id, { to, text }) {
      const body = JSON.stringify({ to, text: text.trim() });
      // oxlint-disable-next-line praetor/no-ambient-time -- a signature is made when it is sent
      const at = new Date();
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(10_000),
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': webhook.sign(id, at, body),
        },
        body,
      });
      await response.body?.cancel();
      if (response.ok) return;
      const { status } = response;
      const said = `the SMS service answered ${status}`;
      throw status >= 400 && status < 500 && status !== 408 && status !== 429 ? new Undeliverable(said) : new Error(said);
    },
  };
}
