import { expect, test } from 'vitest';
import { isTransient } from './transient.ts';

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code });

test.each(['08006', '40001', '40P01', '53300', '57P01', '55P03', 'ECONNRESET', 'ECONNREFUSED'])('%s will pass', (code) => {
  expect(isTransient(coded(code))).toBe(true);
  expect(isTransient(new Error('wrapped', { cause: coded(code) }))).toBe(true);
});

test.each(['23505', '22P02', '42P01', '57014', 'ERR_INVALID_ARG_TYPE', ''])('%s will not', (code) => {
  expect(isTransient(coded(code))).toBe(false);
});

test('what pg says without a code counts too', () => {
  expect(isTransient(new Error('Connection terminated unexpectedly'))).toBe(true);
  expect(isTransient('no error at all')).toBe(false);
});
