import { z } from 'zod';
import { normalisedEmail } from '../domain/email.ts';

/** An image by reference: media is the marketplace's. Browsers load nothing but `https:`; `urn:` names one of its own. */
export const imageInput = z
  .string()
  .max(2000)
  .refine((value) => {
    const url = URL.parse(value);
    return (url?.protocol === 'https:' && !url.username && !url.password) || /^urn:[a-z0-9][a-z0-9-]{1,31}:\S+$/i.test(value);
  }, 'Give an https:// address or a urn: of the marketplace’s media.');

/** BCP 47, in its canonical form. */
export const localeInput = z
  .string()
  .max(35)
  .transform((value, context) => {
    try {
      return Intl.getCanonicalLocales(value)[0]!;
    } catch {
      context.addIssue({ code: 'custom', message: 'Give a BCP 47 language tag such as "de-AT".' });
      return z.NEVER;
    }
  });

/** IANA time zone, as the platform knows it. */
export const timeZoneInput = z
  .string()
  .max(60)
  .refine((timeZone) => {
    try {
      // An offset such as "+01:00" is no zone: it does not know of daylight saving.
      return !/^[+-]/.test(timeZone) && Boolean(new Intl.DateTimeFormat('en', { timeZone }));
    } catch {
      return false;
    }
  }, 'Give an IANA time zone such as "Europe/Vienna".');

const currencies = new Set(Intl.supportedValuesOf('currency'));
export const currencyInput = z.string().refine((value) => currencies.has(value), 'Give an ISO 4217 code such as "EUR".');

export const emailInput = z.string().transform(normalisedEmail).pipe(z.email('Give an e-mail address.').max(254));

/** As people write it: it is shown, never called by us. */
export const phoneInput = z.string().regex(/^\+?[0-9][0-9 ()/-]{4,38}$/, 'Give a telephone number.');
