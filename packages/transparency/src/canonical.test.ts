import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalBytes, canonicalText, parseCanonical } from './canonical.ts';

test('the example of RFC 8785 §3.2.2 comes out as §3.2.3 has it', () => {
  const value = {
    numbers: JSON.parse('[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]') as unknown,
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  };
  expect(canonicalText(value)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
});

test('members are sorted by UTF-16 code units and bytes are UTF-8', () => {
  expect(canonicalText({ '\u{1f600}': 1, '\ufb33': 2, b: 3, a: 4 })).toBe('{"a":4,"b":3,"\u{1f600}":1,"\ufb33":2}');
  expect(canonicalBytes('€')).toEqual(Buffer.from([0x22, 0xe2, 0x82, 0xac, 0x22]));
});

test('every JSON value has one spelling, which reads back as itself', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalText(value);
      expect(parseCanonical(text)).toEqual({ value: JSON.parse(text) });
      expect(canonicalText(JSON.parse(JSON.stringify(value)))).toBe(text);
    }),
  );
});

test.each(['{"b":1,"a":2}', '{"a":1,"a":1}', '{ "a":1}', '1.0', '9007199254740993', '"\\u0041"', '{"a":1}\n', '', '{'])(
  '%j is not canonical',
  (text) => {
    expect(parseCanonical(text)).toBeUndefined();
  },
);

test('what JSON cannot say is refused', () => {
  for (const value of [undefined, Number.NaN, Infinity, 1n, '\ud800', () => 1]) expect(() => canonicalText(value)).toThrow(Error);
});
