import { expect, it } from 'vitest';
import { blastProblems, type Blast } from './blast-rules.ts';
import type { WrittenFault } from './experiment.ts';

const latency: WrittenFault = {
  name: 'slow',
  kind: 'latency',
  target: 'payments',
  start: { at: 30 },
  duration: '40s',
  attributes: { latencyMs: 50 },
  toxicity: 0.2,
};
const outage: WrittenFault = { ...latency, name: 'out', kind: 'down', attributes: {}, toxicity: 1 };
const unbounded: Blast = { targets: null, share: null, longestLifeSeconds: null };
const bounded: Blast = { targets: ['payments'], share: 0.25, longestLifeSeconds: 70 };

it('has nothing against what is within the bounds, nor where there are none', () => {
  expect(blastProblems([latency], bounded, 'x.ts')).toEqual([]);
  expect(blastProblems([latency, outage], unbounded, 'x.ts')).toEqual([]);
});

it('names everything that goes beyond, with what is allowed', () => {
  const wide = { ...latency, target: 'database', toxicity: 0.5, longestLife: '2m' };
  expect(blastProblems([latency, wide], bounded, 'x.ts')).toMatchObject([
    { path: 'faults[1].target', received: 'database', allowed: 'payments' },
    { path: 'faults[1].toxicity', received: '0.5' },
    { path: 'faults[1].longestLife', received: '120 s' },
  ]);
});

it('counts a kind that hits everything as such', () => {
  expect(blastProblems([outage], bounded, 'x.ts')).toMatchObject([
    { path: 'faults[0].toxicity', received: 'down, which hits all of its target' },
  ]);
});

it('adds to a duration what a fault lives longer at most', () => {
  expect(blastProblems([{ ...latency, duration: '41s' }], bounded, 'x.ts')).toMatchObject([{ received: '71 s' }]);
});
