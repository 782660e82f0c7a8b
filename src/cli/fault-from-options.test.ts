import { expect, it } from 'vitest';
import { BadInputError } from '../core/errors.ts';
import { faultFromOptions, type TypedFault } from './fault-from-options.ts';

const unbounded = { targets: null, share: null, longestLifeSeconds: null };
const typed: TypedFault = {
  kind: 'latency',
  target: 'stripe',
  attributes: ['latencyMs=500', 'stream=upstream'],
  toxicity: '0.5',
  duration: '30s',
};

const problemsOf = (changes: Partial<TypedFault>, blast = unbounded): string[] => {
  try {
    faultFromOptions({ ...typed, ...changes }, blast);
    return [];
  } catch (error) {
    if (error instanceof BadInputError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
};

it('makes a fault that lives 30 s longer than asked, at most', () => {
  expect(faultFromOptions(typed, unbounded)).toEqual({
    name: 'latency',
    kind: 'latency',
    target: 'stripe',
    proxy: 'stripe',
    atSeconds: 0,
    durationSeconds: 30,
    longestLifeSeconds: 60,
    attributes: { latencyMs: 500, stream: 'upstream' },
    toxicity: 0.5,
  });
});

it('knows services by their names', () => {
  expect(faultFromOptions({ kind: 'kill', target: 'web', attributes: [], duration: '5s' }, unbounded).proxy).toBe(
    'service:web',
  );
});

it('says everything that is wrong at once', () => {
  expect(
    problemsOf({ kind: 'limit_data', attributes: ['bytes', 'byte=3'], toxicity: '2', duration: 'soon' }).map(
      (text) => text.split(':')[0],
    ),
  ).toEqual(['--attribute', '--attribute', '--attribute', '--toxicity', '--for']);
});

it.each([
  ['a kind that there is not', { kind: 'gone' }, 'kind: no kind'],
  ['a surge', { kind: 'surge', attributes: [] }, 'kind: no kind'],
  ['a share of an outage', { kind: 'down', attributes: [] }, '--toxicity: a share'],
  ['no time at all', { duration: '0s' }, '--for: must be longer'],
])('refuses %s', (_what, changes, words) => {
  expect(problemsOf(changes).join('\n')).toContain(words);
});

it('keeps within the bounds of the configuration', () => {
  expect(problemsOf({}, { ...unbounded, targets: ['rds'] as never })).toEqual([
    'target: beyond blast.targets of the configuration',
  ]);
});
