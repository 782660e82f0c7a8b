import { describe, expect, it } from 'vitest';
import { judge } from '../core/judge.ts';
import type { Evidence } from '../core/evidence.ts';
import { healthyRun, syntheticEvent, syntheticRun, type SyntheticOptions } from '../core/testing/synthetic-run.ts';
import type { TimelineLine } from '../core/wire/timeline.ts';
import type { Said } from './journal.ts';
import { watchLooks } from './watch-looks.ts';

const looksAtSeconds = [150, 210, 270, 330];

/** A gate run: no fault, a plateau from 20 s on. */
const gateRun = (changes: Partial<SyntheticOptions> = {}): Evidence => {
  const evidence = syntheticRun({
    ...healthyRun,
    ...{ fault: null, outages: [], rampDownStartSeconds: 330, endSeconds: 345 },
    ...changes,
  });
  return { ...evidence, plan: { ...evidence.plan, timing: { ...evidence.plan.timing, looksAtSeconds } } };
};

const withErrors = (errorShare: number): Partial<SyntheticOptions> => ({
  steps: healthyRun.steps.map((step) => (step.name === 'browse' ? { ...step, errorShare } : step)),
});

const secondOf = (line: TimelineLine): number => (line.type === 'header' ? 0 : line.second);

/** Lets the looks watch the run second by second; then the evidence as it is when the load ends there. */
const watch = (evidence: Evidence) => {
  const { plan, budgets, workers } = evidence;
  const said: Said[] = [];
  const [looks] = watchLooks({
    plan,
    budgets,
    journal: { say: (event) => void said.push(event) },
    onStage: () => undefined,
  });
  const timeline = workers[0]?.timeline ?? [];
  let stop: { atSeconds: number; why: string } | null = null;
  for (let now = 0; now < 360 && stop === null; now += 1) {
    const lines = timeline.filter((line) => secondOf(line) === now).map((line) => ({ worker: 'w1', line }));
    const wish = looks?.see({ lines, offsetSeconds: now, phase: 'steady', faultInPlace: null }) ?? null;
    if (wish?.wish === 'endLoad') stop = { atSeconds: now, why: wish.why };
  }
  const taken = said.filter((event) => event.type === 'look');
  const { atSeconds } = stop ?? { atSeconds: Infinity };
  const ended: Evidence = {
    ...evidence,
    events: [
      ...evidence.events.filter((event) => (event.offsetSeconds ?? 0) < 1),
      ...taken.map((event) => syntheticEvent(event.upToSeconds + 5, event)),
      ...(stop === null ? [] : [syntheticEvent(atSeconds, { type: 'run', state: 'stopRequested' })]),
      ...evidence.events.filter((event) => (event.offsetSeconds ?? 0) >= 1),
    ],
    workers: workers.map((worker) => ({
      ...worker,
      timeline: worker.timeline.filter((line) => line.type === 'end' || secondOf(line) <= atSeconds),
    })),
  };
  return { taken, stop, judged: judge(ended) };
};

describe('watchLooks', () => {
  it('watches nothing that is no gate', () => {
    const { plan, budgets } = syntheticRun({ ...healthyRun, virtualUsers: 1, wishes: 0 });
    expect(watchLooks({ plan, budgets, journal: { say: () => undefined }, onStage: () => undefined })).toEqual([]);
  });

  it('ends a healthy run at the first look that decides, and the verdict is a pass on the same plateau', () => {
    const { taken, stop, judged } = watch(gateRun());
    expect(taken.length).toBeLessThan(looksAtSeconds.length);
    expect(taken.at(-1)).toMatchObject({ open: [], failed: [] });
    expect(stop?.why).toContain('every budget is decided');
    expect(judged.verdict.verdict).toBe('pass');
    const steady = judged.phases.find(({ phase }) => phase === 'steady');
    expect(steady?.toSeconds).toBe(taken.at(-1)?.upToSeconds);
  });

  it('ends at the first look where a budget is broken', () => {
    const { taken, stop, judged } = watch(gateRun(withErrors(0.2)));
    expect(taken.length).toBe(1);
    expect(taken[0]?.failed).toEqual(['browse-p95', 'browse-errors']);
    expect(stop?.atSeconds).toBe(155);
    expect(judged.verdict.verdict).toBe('fail');
  });

  it('takes every look where a share sits on its allowance, and the run goes to its end', () => {
    const { taken, stop, judged } = watch(gateRun(withErrors(0.0105)));
    expect(taken.map(({ upToSeconds }) => upToSeconds)).toEqual(looksAtSeconds);
    expect(taken.every(({ open }) => open.includes('browse-errors'))).toBe(true);
    expect(stop).toBeNull();
    expect(judged.verdict.verdict).toBe('inconclusive');
  });

  it('is judged at the last look before it was stopped by somebody, by that look’s bounds', () => {
    const evidence = gateRun();
    const stopped = (atSeconds: number) =>
      judge({
        ...evidence,
        events: [...evidence.events, syntheticEvent(atSeconds, { type: 'run', state: 'stopRequested' })],
      });
    const until = (atSeconds: number) => stopped(atSeconds).phases.find(({ phase }) => phase === 'steady')?.toSeconds;
    expect([until(209), until(210.2), until(269.9), until(271)]).toEqual([150, 210, 210, 270]);
    const badShareOf = (judged: ReturnType<typeof stopped>) =>
      judged.verdict.findings.find(({ budget }) => budget === 'checkout-p95')?.badShare;
    const once = judge({
      ...evidence,
      plan: { ...evidence.plan, timing: { ...evidence.plan.timing, looksAtSeconds: undefined } },
      events: [...evidence.events, syntheticEvent(150, { type: 'run', state: 'stopRequested' })],
    });
    expect(badShareOf(stopped(200))?.value).toBe(badShareOf(once)?.value);
    expect(badShareOf(stopped(200))?.high).toBeGreaterThan(badShareOf(once)?.high ?? 1);
  });
});
