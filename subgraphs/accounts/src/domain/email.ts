/**
 * The one form of an address that accounts are told apart by: Unicode NFC, lower case, no space around. Providers that
 * ignore dots or tags are not second-guessed: two such addresses are two accounts.
 */
export const normalisedEmail = (text: string): string => text.normalize('NFC').trim().toLowerCase();
