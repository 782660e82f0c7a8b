import { describe, expect, it } from 'vitest';
import { Browser } from './browser.ts';
import { customerAt } from './customer.ts';
import { Orders } from './order.ts';
import { StepEnd } from './page.ts';
import { randomOf } from './random.ts';
import type { Shop } from './shop.ts';
import { Shopper } from './shopper.ts';
import { leastPauseMs } from './think-time.ts';
import { visit } from './visit.ts';

const catalogue = { products: 1_000, doorbusters: 0, sku: (rank: number) => `sku-${rank}`, searchWords: ['shoes'] };

/** A visit on a clock that only pauses move. */
const walk = async (steps: Shop['steps'], { staysForPauses = Infinity } = {}) => {
  const log: string[] = [];
  const pauses: number[] = [];
  let nowMs = 0;
  const browser = new Browser(
    () => Promise.reject(new Error('no request is made here')),
    () => nowMs,
  );
  const orders = new Orders({ ledgerIntent: () => undefined, ledgerOutcome: () => undefined }, 'visit');
  const shopper = new Shopper({
    slot: 3,
    customer: customerAt([], 3),
    browser,
    orders,
    catalogue,
    popularity: () => 1,
  });
  const end = await visit({
    slot: 3,
    shop: { catalogue, steps },
    journey: ['first', 'second'],
    shopper,
    browser,
    pace: { thinkTimeMedianSeconds: 2, thinkTimeSigma: 0, patienceSeconds: 10 },
    randomOfStep: (place) => randomOf(1, place),
    pauses: randomOf(2),
    nowMs: () => nowMs,
    mayStay: () => pauses.length < staysForPauses,
    pause: (ms) => {
      pauses.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
    beginStep: (_, name) => log.push(`begin ${name}`),
    endStep: (_, outcome) => log.push(outcome),
    onCrash: (step, error) => log.push(`crash in ${step}: ${String(error)}`),
  });
  return { end, log, pauses };
};

const fine = () => Promise.resolve();
const ending = (...outcomes: StepEnd['outcome'][]) => {
  const left = [...outcomes];
  return () => {
    const outcome = left.shift();
    return outcome === undefined ? Promise.resolve() : Promise.reject(new StepEnd(outcome, outcome));
  };
};

describe('a visit', () => {
  it('takes its steps with a pause after each', async () => {
    expect(await walk({ first: fine, second: fine })).toEqual({
      end: 'finished',
      log: ['begin first', 'ok', 'begin second', 'ok'],
      pauses: [2_000, 2_000],
    });
  });

  it.each(['error', 'failedCheck'] as const)(
    'tries a step that ended in %s once more, after a pause',
    async (outcome) => {
      const { end, log, pauses } = await walk({ first: ending(outcome), second: fine });
      expect([end, ...log]).toEqual(['finished', 'begin first', outcome, 'begin first', 'ok', 'begin second', 'ok']);
      expect(pauses[0]).toBeGreaterThanOrEqual(1_000);
    },
  );

  it('is abandoned after the second failure', async () => {
    const { end, log, pauses } = await walk({ first: ending('error', 'failedCheck'), second: fine });
    expect([end, ...log]).toEqual(['abandoned', 'begin first', 'error', 'begin first', 'failedCheck']);
    expect(pauses).toHaveLength(2);
  });

  it('is abandoned when patience ends, without another try', async () => {
    const { end, log, pauses } = await walk({ first: ending('timeout'), second: fine });
    expect([end, ...log]).toEqual(['abandoned', 'begin first', 'timeout']);
    expect(pauses).toEqual([2_000]);
  });

  it.each(['declined', 'soldOut'] as const)('that meets %s is finished', async (outcome) => {
    const { end, log } = await walk({ first: ending(outcome), second: fine });
    expect([end, ...log]).toEqual(['finished', 'begin first', outcome]);
  });

  it('counts a crash, pauses, and records no outcome', async () => {
    const { end, log, pauses } = await walk({ first: () => Promise.reject(new TypeError('oh')), second: fine });
    expect([end, ...log]).toEqual(['crashed', 'begin first', 'crash in first: TypeError: oh']);
    expect(pauses[0]).toBeGreaterThanOrEqual(leastPauseMs);
  });

  it('counts as a crash what is thrown at once, and a step that the adapter lacks', async () => {
    const atOnce = () => {
      throw new TypeError('oh');
    };
    expect((await walk({ first: atOnce, second: fine })).end).toBe('crashed');
    expect((await walk({ second: fine })).end).toBe('crashed');
  });

  it('finishes its step and leaves when its time is over', async () => {
    const { end, log } = await walk({ first: fine, second: fine }, { staysForPauses: 1 });
    expect([end, ...log]).toEqual(['finished', 'begin first', 'ok']);
  });

  it('does not try again when its time is over', async () => {
    const { end, log } = await walk({ first: ending('error'), second: fine }, { staysForPauses: 1 });
    expect([end, ...log]).toEqual(['abandoned', 'begin first', 'error']);
  });

  it('chooses the same product when a step is repeated', async () => {
    const seen: number[] = [];
    const first = (shopper: Shopper) => {
      seen.push(shopper.random.unit());
      return seen.length === 1 ? Promise.reject(new StepEnd('error', 'oh')) : Promise.resolve();
    };
    await walk({ first, second: fine });
    expect(seen[0]).toBe(seen[1]);
  });
});
