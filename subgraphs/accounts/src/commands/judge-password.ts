import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import {
  assertAcceptable,
  contextWords,
  formsOf,
  normalisedPassword,
  WeakPassword,
  type PasswordContext,
} from '../domain/password.ts';

/** Of 0 to 4: "safely unguessable: moderate protection from offline slow-hash scenario" (Wheeler, USENIX Security 2016). */
const enough = 3;
/** The estimate's cost grows faster than linearly with length and signs: what is judged is bounded, and takes some milliseconds. */
const judged = { maxLength: 40, l33tMaxSubstitutions: 16 } as const;

/** Passphrases that everyone has read of. */
const famous = ['correcthorsebatterystaple', 'thequickbrownfox', 'opensesame', 'letmeinletmein', 'changemeplease'];

interface Judge {
  readonly leaked: ReadonlySet<string>;
  readonly meter: ZxcvbnFactory;
}
let judge: Promise<Judge> | null = null;

/**
 * 49,000 passwords that leaked most often, from public lists, shipped with the library: no request leaves the house. Loaded
 * when first asked for, as its few megabytes are not needed to log in.
 */
async function loaded(): Promise<Judge> {
  const { adjacencyGraphs: graphs, dictionary } = await import('@zxcvbn-ts/language-common');
  const leaked = new Set([...dictionary['passwords-common'], ...famous]);
  return { leaked, meter: new ZxcvbnFactory({ graphs, dictionary, ...judged }) };
}

/** Refuses a password that is guessed soon, saying why and what to do. Throws {@link WeakPassword}. */
export async function assertStrong(password: string, context: PasswordContext): Promise<void> {
  assertAcceptable(password, context);
  const { leaked, meter } = await (judge ??= loaded());
  if (formsOf(password).some((form) => leaked.has(form) && form.length >= password.length - 4))
    throw new WeakPassword('It is among the passwords that leaked elsewhere and are tried first.', [suggestions.anotherWord]);
  const { score, feedback } = meter.check(normalisedPassword(password).slice(0, judged.maxLength), contextWords(context));
  if (score >= enough) return;
  const why = feedback.warning && warnings[feedback.warning];
  const better = feedback.suggestions.flatMap((one) => suggestions[one] ?? []);
  throw new WeakPassword(why || 'It would be guessed soon.', better.length ? better : [suggestions.anotherWord]);
}

/** The library names its advice by keys. */
const warnings: Readonly<Record<string, string>> = {
  straightRow: 'A row of keys is among the first things tried.',
  keyPattern: 'A short pattern on the keyboard is easy to guess.',
  simpleRepeat: 'One character over and over is easy to guess.',
  extendedRepeat: 'A few characters over and over are easy to guess.',
  sequences: 'A common run of characters, such as "abc" or "6543", is easy to guess.',
  recentYears: 'Recent years are easy to guess.',
  dates: 'Dates are easy to guess.',
  topTen: 'It is among the ten most used passwords.',
  topHundred: 'It is among the hundred most used passwords.',
  common: 'It is a common password.',
  similarToCommon: 'It is like a common password.',
  wordByItself: 'A single word is easy to guess.',
  namesByThemselves: 'A name is easy to guess.',
  commonNames: 'Common names are easy to guess.',
  userInputs: 'It has your name, your e-mail address or ours in it.',
  pwned: 'It leaked elsewhere.',
};
const suggestions = {
  anotherWord: 'Add more words that have nothing to do with each other.',
  associatedYears: 'Leave out years that have to do with you.',
  capitalization: 'Capital letters at the beginning help little.',
  allUppercase: 'All capitals help little.',
  reverseWords: 'A word spelt backwards helps little.',
  l33t: 'Signs in place of letters ("@" for "a") help little.',
  longerKeyboardPattern: 'Leave out patterns on the keyboard.',
  repeated: 'Leave out repeated words and characters.',
  sequences: 'Leave out common runs of characters.',
  recentYears: 'Leave out recent years.',
  dates: 'Leave out dates.',
  useWords: 'Use several words, and avoid common phrases.',
  noNeed: 'Signs, digits and capitals are not needed.',
  pwned: 'If you use it elsewhere, change it there.',
} as Readonly<Record<string, string>> & { readonly anotherWord: string };
