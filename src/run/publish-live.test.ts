import { describe, expect, it } from 'vitest';
import type { MetricPoint } from '../core/publishing/metric-point.ts';
import { stepEntry } from '../core/testing/synthetic-timeline.ts';
import { publishLive } from './publish-live.ts';
import { VirtualClock } from './testing/virtual-clock.ts';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const last: MetricPoint = { metric: 'Passed', unit: 'None', step: null, atMs: 1, values: [1], counts: [1] };

/** A load of half a minute, one attempt a second, that is published to a sink that takes so many points of each batch. */
const publish = async (takes: (batch: number) => number | 'all', seconds = 31) => {
  const taken: MetricPoint[] = [];
  const failures: string[] = [];
  let batches = 0;
  const live = publishLive({
    clock: new VirtualClock(),
    budgets: [],
    onFailure: (why) => failures.push(why),
    sink: {
      put: async (points, onTaken) => {
        const takenNow = takes(batches++);
        const many = takenNow === 'all' ? points.length : Math.min(takenNow, points.length);
        for (const point of points.slice(0, many)) {
          taken.push(point);
          onTaken(1);
        }
        await settle();
        if (takenNow !== 'all') throw new Error('Rate exceeded');
      },
    },
  });
  for (let second = 0; second < seconds; second += 1) {
    live.take([{ worker: 'w1', line: stepEntry(second, 'browse', 'ok', [100]) }], second);
    await settle();
    await settle();
  }
  const published = await live.finish([last]);
  return { taken, failures, batches, published };
};

describe('publishLive', () => {
  it('sends every 10 s, and the rest at the end, each point once', async () => {
    const { taken, batches, published, failures } = await publish(() => 'all');
    expect(batches).toBe(4);
    expect(failures).toEqual([]);
    expect(published).toEqual({ points: taken.length, lost: 0, failure: null });
    expect(taken.filter(({ metric }) => metric === 'StepLatency')).toHaveLength(31);
    expect(taken.at(-1)).toEqual(last);
  });

  it('sends again what failed, only that, and says so once', async () => {
    const whole = await publish(() => 'all');
    const { taken, failures, published } = await publish((batch) => (batch < 2 ? 3 : 'all'));
    expect(failures).toEqual(['Rate exceeded']);
    expect(published).toEqual({ points: whole.taken.length, lost: 0, failure: 'Rate exceeded' });
    expect(taken).toEqual(whole.taken);
  });

  it('counts what could never be delivered, and does not fail', async () => {
    const whole = await publish(() => 'all');
    const { published, failures } = await publish(() => 0);
    expect(published).toEqual({ points: 0, lost: whole.taken.length, failure: 'Rate exceeded' });
    expect(failures).toHaveLength(1);
  });

  it('of a run that never drove publishes what was judged', async () => {
    expect((await publish(() => 'all', 0)).taken).toEqual([last]);
  });
});
