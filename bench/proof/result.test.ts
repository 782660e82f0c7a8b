import { expect, it } from 'vitest';
import { withNewer, type TrialResult } from './result.ts';

const result = (trial: string, seed: number, why: string): TrialResult => ({
  trial,
  seed,
  startedAt: '2026-11-27T09:00:00.000Z',
  wallSeconds: 1,
  expected: null,
  outcome: 'innocent',
  verdict: 'pass',
  figure: '–',
  why,
  failed: [],
});

it('keeps the latest of each trial and seed', () => {
  const kept = withNewer(
    [result('a', 1, 'old'), result('b', 1, 'old')],
    [result('a', 1, 'new'), result('a', 2, 'new')],
  );
  expect(kept.map(({ trial, seed, why }) => `${trial} ${seed} ${why}`)).toEqual(['a 1 new', 'b 1 old', 'a 2 new']);
});
