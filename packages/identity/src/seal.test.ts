import { describe, expect, test } from 'vitest';
import { seal, SealBroken, unseal } from './seal.ts';

const plain = Buffer.from('PRIVATE+KEY+…');
const [secret, purpose] = ['a secret of the deployment', 'test.key tnt_1'];

describe('a seal', () => {
  test('opens with the same secret for the same purpose', () => {
    expect(unseal(secret, purpose, seal(secret, purpose, plain))).toEqual(plain);
    expect(unseal(secret, purpose, seal(secret, purpose, Buffer.alloc(0)))).toEqual(Buffer.alloc(0));
  });

  test('shows nothing of what it holds, and never looks the same twice', () => {
    const [one, other] = [seal(secret, purpose, plain), seal(secret, purpose, plain)];
    expect(one.equals(other)).toBe(false);
    expect(one.includes(plain)).toBe(false);
  });

  test('does not open with another secret or for another purpose', () => {
    const sealed = seal(secret, purpose, plain);
    expect(() => unseal('another secret', purpose, sealed)).toThrow(SealBroken);
    expect(() => unseal(secret, 'test.key tnt_2', sealed)).toThrow(SealBroken);
  });

  test('does not open when any byte of it was changed or cut off', () => {
    const sealed = seal(secret, purpose, plain);
    for (let at = 0; at < sealed.length; at += 1) {
      const damaged = Buffer.from(sealed);
      damaged[at]! ^= 1;
      expect(() => unseal(secret, purpose, damaged), `byte ${at}`).toThrow(SealBroken);
      expect(() => unseal(secret, purpose, sealed.subarray(0, at)), `cut at ${at}`).toThrow(SealBroken);
    }
  });
});
