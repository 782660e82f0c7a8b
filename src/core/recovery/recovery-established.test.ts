import { describe, expect, it } from 'vitest';
import type { Evidence } from '../evidence.ts';
import { judge } from '../judge.ts';
import {
  healthyRun,
  syntheticBudget,
  syntheticEvent,
  syntheticRun,
  type SyntheticOptions,
} from '../testing/synthetic-run.ts';
import { establishedRecovery } from './recovery-established.ts';

/** A fault from 200 to 221 s, damage to 226 s, then a reserve of 90 s and 20 s of `after`. */
const options: SyntheticOptions = { ...healthyRun, rampDownStartSeconds: 330, endSeconds: 340 };
const exercise = { leastAcknowledgedOrders: 50, leastSoldOutSkus: 0 };

/** What is there of a run while it goes on. */
const soFar = (untilSeconds: number, change: Partial<SyntheticOptions> = {}): Evidence => {
  const whole = syntheticRun({ ...options, ...change });
  return {
    ...whole,
    plan: { ...whole.plan, exercise },
    events: whole.events.filter(({ offsetSeconds }) => (offsetSeconds ?? 0) <= untilSeconds),
    workers: whole.workers.map((worker) => ({
      ...worker,
      timeline: worker.timeline.filter((line) => !('second' in line) || line.second < untilSeconds),
    })),
  };
};
const at = (untilSeconds: number, change?: Partial<SyntheticOptions>) =>
  establishedRecovery(soFar(untilSeconds, change), untilSeconds, untilSeconds);

describe('an established recovery', () => {
  it('is established once the stretch is seen, and no sooner', () => {
    expect(at(215)).toBeNull();
    expect(at(232)).toBeNull();
    expect(at(290)).toBeGreaterThanOrEqual(226);
    expect(at(290)).toBeLessThan(250);
  });

  it('gives the verdict that the whole run would have given', () => {
    const stopped = soFar(290);
    const events = [
      ...stopped.events,
      syntheticEvent(290, { type: 'run', state: 'stopRequested' }),
      syntheticEvent(291, { type: 'run', state: 'loadEnded' }),
    ];
    const rows = (evidence: Evidence) =>
      judge(evidence).verdict.recovery.map(({ onsetAtSeconds, recoveredAtSeconds }) => [
        onsetAtSeconds,
        recoveredAtSeconds,
      ]);
    expect(rows({ ...stopped, events })).toEqual(rows(syntheticRun(options)));
  });

  it('is not there while the shop is still degraded, or was degraded again', () => {
    const outage = { badShare: 0.85, traffic: 0.7 };
    expect(at(290, { outages: [{ ...outage, fromSeconds: 201, toSeconds: 330 }] })).toBeNull();
    const relapse = [
      { ...outage, fromSeconds: 201, toSeconds: 226 },
      { ...outage, fromSeconds: 275, toSeconds: 330 },
    ];
    expect(at(290, { outages: relapse })).toBeNull();
  });

  it('keeps the time after the recovery that the plan leaves at worst', () => {
    const longer = { rampDownStartSeconds: 370, endSeconds: 380 };
    expect(at(280, longer)).toBeNull();
    expect(at(310, longer)).not.toBeNull();
  });

  it('waits where something is left to see: a budget on the ramp-down, orders, something sold out', () => {
    const budgets = [
      ...options.budgets,
      syntheticBudget({ name: 'way-out', indicator: 'errorShare', step: 'browse', phase: 'rampDown', limit: 0.1 }),
    ];
    expect(at(290, { budgets })).toBeNull();
    const evidence = soFar(290);
    const needing = (wanted: Partial<typeof exercise>) =>
      establishedRecovery({ ...evidence, plan: { ...evidence.plan, exercise: { ...exercise, ...wanted } } }, 290, 290);
    expect(needing({})).not.toBeNull();
    expect(needing({ leastAcknowledgedOrders: 1_000_000 })).toBeNull();
    expect(needing({ leastSoldOutSkus: 1 })).toBeNull();
  });

  it('is nothing to a run without faults', () => expect(at(290, { fault: null, outages: [] })).toBeNull());
});
