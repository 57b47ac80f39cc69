/**
 * The test vectors of transparency-dev/merkle, read where they lie beside the repository and never copied into it. Where
 * they are absent the suite is left out, and the reporter says so.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { verifyConsistency, verifyInclusion, verifySubtreeConsistency, verifySubtreeInclusion } from './proof.ts';
import type { Verdict } from './verdict.ts';

const testdata = join(import.meta.dirname, '../../../../shared/vectors/merkle/testdata');

interface Vector extends Record<string, unknown> {
  proof: string[] | null;
  wantErr: boolean;
}

type Check = (vector: Vector) => Verdict;

const checks: Record<string, Check> = {
  inclusion: (v) =>
    verifyInclusion({
      leafHash: bytes(v['leafHash']),
      index: count(v['leafIdx']),
      size: count(v['treeSize']),
      root: bytes(v['root']),
      proof: proofOf(v),
    }),
  consistency: (v) =>
    verifyConsistency({
      from: count(v['size1']),
      fromRoot: bytes(v['root1']),
      to: count(v['size2']),
      toRoot: bytes(v['root2']),
      proof: proofOf(v),
    }),
  subtreeinclusion: (v) =>
    verifySubtreeInclusion({
      leafHash: bytes(v['leafHash']),
      index: count(v['leafIdx']),
      ...subtree(v),
      root: bytes(v['root']),
      proof: proofOf(v),
    }),
  subtreeconsistency: (v) =>
    verifySubtreeConsistency({
      ...subtree(v),
      subtreeRoot: bytes(v['root1']),
      size: count(v['size']),
      root: bytes(v['root2']),
      proof: proofOf(v),
    }),
};

describe.skipIf(!existsSync(testdata))('vectors of transparency-dev/merkle (needs ../shared/vectors)', () => {
  test.each(Object.entries(checks))('%s: good ones pass, corrupted ones do not', (kind, check) => {
    const files = globSync(`${kind}/**/*.json`, { cwd: testdata });
    const verdicts = files.map((file) => {
      const vector = JSON.parse(readFileSync(join(testdata, file), 'utf8')) as Vector;
      return { file, wantErr: vector.wantErr, failed: !check(vector).ok };
    });
    expect(verdicts.filter(({ wantErr, failed }) => wantErr !== failed)).toEqual([]);
    expect(verdicts.filter(({ wantErr }) => !wantErr).length).toBeGreaterThanOrEqual(6);
    expect(verdicts.length).toBeGreaterThanOrEqual(98);
  });
});

function subtree(vector: Vector): { start: number; end: number } {
  return { start: count(vector['start']), end: count(vector['end']) };
}

/** The vectors write an absent list as null, as Go does. */
function proofOf({ proof }: Vector): Buffer[] {
  return (proof ?? []).map(bytes);
}

function bytes(value: unknown): Buffer {
  return Buffer.from(String(value), 'base64');
}

function count(value: unknown): number {
  return Number(value);
}
