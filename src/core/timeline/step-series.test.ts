import { describe, expect, it } from 'vitest';
import { stepEntry } from '../testing/synthetic-timeline.ts';
import { countBySecond, readStepTimeline, sumSeconds } from './step-series.ts';

const worker = (name: string, ...timeline: ReturnType<typeof stepEntry>[]) => ({ worker: name, timeline, ledger: [] });

describe('the step timeline', () => {
  const { steps, problems } = readStepTimeline([
    worker('w1', stepEntry(3, 'browse', 'ok', [100, 900]), stepEntry(3, 'browse', 'error', [5])),
    worker('w2', stepEntry(3, 'browse', 'soldOut', [200]), stepEntry(4, 'browse', 'declined', [3000])),
    worker('w2', stepEntry(3, 'browse', 'ok', [300]), stepEntry(3, 'cart', 'timeout', [15_000])),
  ]);

  it('adds up workers, and late lines for an old second', () => {
    const { attempts, bad } = countBySecond(steps.get('browse'), 500, 6);
    expect([...attempts]).toEqual([0, 0, 0, 5, 1, 0]);
    expect([...bad]).toEqual([0, 0, 0, 2, 1, 0]);
    expect(sumSeconds(attempts, 3, 99)).toBe(6);
    expect(problems).toEqual([]);
  });

  it('counts a bad outcome as bad at any latency, and only that where latency does not matter', () => {
    expect([...countBySecond(steps.get('browse'), null, 6).bad]).toEqual([0, 0, 0, 1, 0, 0]);
    expect([...countBySecond(steps.get('cart'), 60_000, 6).bad]).toEqual([0, 0, 0, 1, 0, 0]);
  });

  it('has no attempts of a step that nobody took', () =>
    expect([...countBySecond(steps.get('payment'), 500, 2).attempts]).toEqual([0, 0]));

  it('reports histograms that cannot be read or do not hold what they say', () => {
    const damaged = { ...stepEntry(7, 'browse', 'ok', [100]), histogram: 'AAAA' };
    const short = { ...stepEntry(8, 'browse', 'ok', [100]), count: 2 };
    const read = readStepTimeline([{ worker: 'w1', timeline: [damaged, short], ledger: [] }]);
    expect(read.problems).toEqual([
      {
        file: 'timeline-w1.ndjson',
        what: expect.stringMatching(/^second 7, step browse, outcome ok: .*cannot be read/),
      },
      { file: 'timeline-w1.ndjson', what: expect.stringContaining('holds 1 attempts, the line says 2') },
    ]);
  });
});
