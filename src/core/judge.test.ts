import { beforeAll, describe, expect, it } from 'vitest';
import type { Evidence } from './evidence.ts';
import { judge } from './judge.ts';
import { asOpenRun } from './testing/open-run.ts';
import {
  healthyRun,
  syntheticBudget,
  syntheticEvent,
  type SyntheticOptions,
  syntheticRun,
} from './testing/synthetic-run.ts';
import type { Budget } from './wire/budgets.ts';
import { verdictSchema } from './wire/verdict.ts';

const run = (change: Partial<SyntheticOptions> = {}) => syntheticRun({ ...healthyRun, ...change });
const withBudgets = (evidence: Evidence, budgets: readonly Budget[]): Evidence => ({
  ...evidence,
  budgets: { ...evidence.budgets, budgets: [...budgets] },
});
const finding = (evidence: Evidence, budget: string) =>
  judge(evidence).verdict.findings.find((one) => one.budget === budget);

let healthy: Evidence;
beforeAll(() => {
  healthy = run();
});

describe('a healthy run with an outage of 20 s', () => {
  it('passes, in the form of verdict.json', () => {
    const { verdict, phases, windows } = judge(healthy);
    expect(verdictSchema.parse(JSON.parse(JSON.stringify(verdict)))).toEqual(verdict);
    expect(verdict).toMatchObject({ verdict: 'pass', exitCode: 0, problems: [], aborted: null });
    expect(verdict.sentence).toBe(
      'Pass: the shop held all 6 budgets at 600 virtual users through a fault, and its books are right.',
    );
    expect(phases.map(({ phase }) => phase)).toEqual(['rampUp', 'steady', 'fault', 'recovery', 'after', 'rampDown']);
    expect(windows.map(({ step }) => step)).toEqual(healthy.plan.scenario.steps);
  });

  it('passes in the open model too, and recovers when its arrivals are served again', () => {
    const { verdict } = judge(asOpenRun(healthy));
    const closed = judge(healthy).verdict;
    expect(verdictSchema.parse(JSON.parse(JSON.stringify(verdict)))).toEqual(verdict);
    expect(verdict.sentence).toContain('at 60 sessions a second through a fault');
    expect(verdict.load).toMatchObject({ sessionsPerSecondPlanned: 60, virtualUsersPlanned: 600 });
    expect(verdict.recovery).toEqual(closed.recovery);
    expect(closed.load).not.toHaveProperty('sessionsPerSecondPlanned');
  });

  it('holds people to their own budgets on a game day, and says so in the sentence', () => {
    const gameDay = {
      faultsBy: 'hand' as const,
      holdAtMostSeconds: 600,
      acknowledgeWithinSeconds: 60,
      mendWithinSeconds: 300,
      operator: 'Ada',
      responders: [],
    };
    const held = { ...healthy, plan: { ...healthy.plan, gameDay } };
    const quick = syntheticEvent(230, { type: 'journal', entry: 'acknowledged', role: 'responder', text: '' });
    const { verdict } = judge({ ...held, events: [...held.events, quick] });
    expect(verdictSchema.parse(JSON.parse(JSON.stringify(verdict)))).toEqual(verdict);
    expect(verdict.verdict).toBe('pass');
    expect(verdict.gameDay?.map(({ what, outcome }) => [what, outcome])).toContainEqual(['acknowledge', 'pass']);
    const unanswered = judge(held).verdict;
    expect(unanswered).toMatchObject({ verdict: 'fail', exitCode: 1 });
    expect(unanswered.sentence).toBe('Fail: acknowledge after database-out: nobody took it on.');
    expect(judge(healthy).verdict).not.toHaveProperty('gameDay');
  });

  it('gives the same bytes again', () => {
    const again = run();
    expect(JSON.stringify(judge(again).verdict)).toBe(JSON.stringify(judge(healthy).verdict));
  });

  it('measures recovery: the outage ended at second 226, five after the heal', () => {
    const row = judge(healthy).verdict.recovery.find((one) => one.step === 'browse');
    expect(row).toMatchObject({ fault: 'database-out', appliedAtSeconds: 200.4, healedAtSeconds: 220.7, episodes: 1 });
    expect(row?.onsetAtSeconds).toBeGreaterThanOrEqual(200.4);
    expect(row?.onsetAtSeconds).toBeLessThan(204);
    expect(row?.recoveredAtSeconds).toBeGreaterThanOrEqual(226);
    expect(row?.recoveredAtSeconds).toBeLessThanOrEqual(232);
    expect(row?.serviceRecoverySeconds).toBe((row?.recoveredAtSeconds ?? 0) - (row?.onsetAtSeconds ?? 0));
  });

  it('takes the time to detect from the first alarm after the fault', () => {
    const alarm = (at: number, from: string, to: string) =>
      syntheticEvent(at, {
        type: 'alarm',
        alarm: 'checkout-5xx',
        from,
        to,
        transitionedAt: syntheticEvent(at, { type: 'note', text: '' }).at,
      });
    const events = [
      ...healthy.events,
      alarm(150, 'OK', 'ALARM'),
      alarm(231.4, 'OK', 'ALARM'),
      alarm(260, 'ALARM', 'OK'),
    ];
    expect(judge({ ...healthy, events }).verdict.recovery[0]?.timeToDetectSeconds).toBe(31);
  });
});

describe('the verdict of a run', () => {
  it('fails where a budget is absurdly strict, naming it', () => {
    const [first, ...others] = healthyRun.budgets;
    const { verdict } = judge(withBudgets(healthy, first ? [{ ...first, limit: 1 }, ...others] : []));
    expect(verdict).toMatchObject({ verdict: 'fail', exitCode: 1 });
    expect(verdict.sentence).toMatch(/^Fail: latencyP95 of browse in phase steady is \d+(\.\d+)? ms, allowed 1 ms/);
  });

  it('fails where an invariant is broken though every budget is kept', () => {
    const closing = healthy.audit?.closing;
    if (!healthy.audit || !closing) throw new Error('the synthetic run has no books');
    const audit = { ...healthy.audit, closing: { ...closing, orders: closing.orders.slice(2) } };
    expect(judge({ ...healthy, audit }).verdict).toMatchObject({
      verdict: 'fail',
      exitCode: 1,
      sentence: expect.stringContaining('acknowledged orders are absent'),
    });
  });

  it('fails where the shop comes back late', () => {
    const late = run({ outages: [{ fromSeconds: 201, toSeconds: 290, badShare: 0.85, traffic: 0.7 }] });
    expect(finding(late, 'browse-back')).toMatchObject({ outcome: 'fail', fault: 'database-out' });
    expect(finding(late, 'browse-back')?.value).toBeGreaterThan(85);
  });

  it('fails where the shop never comes back', () => {
    const never = run({ outages: [{ fromSeconds: 201, toSeconds: 420, badShare: 0.85, traffic: 0.7 }] });
    expect(finding(never, 'browse-back')).toMatchObject({ outcome: 'fail', value: null });
    expect(judge(never).phases.map(({ phase }) => phase)).toContain('recovery');
  });

  it('fails by errors alone, though they are fast', () => {
    const erring = run({ steps: healthyRun.steps.map((step) => ({ ...step, errorShare: 0.1 })) });
    expect(finding(erring, 'browse-p95')?.outcome).toBe('fail');
    expect(finding(erring, 'browse-errors')?.outcome).toBe('fail');
  });

  it('passes with a warning where the fault was not felt', () => {
    const { verdict } = judge(run({ outages: [] }));
    expect(verdict.verdict).toBe('pass');
    expect(verdict.recovery[0]).toMatchObject({ serviceRecoverySeconds: 0, onsetAtSeconds: null, episodes: 0 });
    expect(verdict.recovery[0]?.why).toContain('Warning');
  });

  it('is without warning for the step that another step proves crossed', () => {
    const steps = ['product', 'cart', 'checkout'];
    const partial = run({ outages: [{ fromSeconds: 201, toSeconds: 226, badShare: 0.85, traffic: 0.9, steps }] });
    expect(finding(partial, 'browse-back')?.why).toContain('felt elsewhere');
  });

  it('is inconclusive about recovery where the steady phase was in breach already', () => {
    const outage = { fromSeconds: 60, toSeconds: 80, badShare: 0.6, traffic: 1 };
    const unsteady = run({ outages: [outage, ...healthyRun.outages] });
    expect(finding(unsteady, 'browse-back')).toMatchObject({
      outcome: 'inconclusive',
      why: expect.stringContaining('already in breach before the fault'),
    });
  });

  it('without a fault passes on load alone, and says that recovery decided nothing', () => {
    const calm = run({ fault: null, outages: [] });
    const { verdict } = judge(calm);
    expect(verdict).toMatchObject({ verdict: 'pass', recovery: [] });
    expect(finding(calm, 'browse-back')?.outcome).toBe('advisory');
  });

  it('is inconclusive where a planned fault was never applied', () => {
    const events = healthy.events.filter((event) => event.type !== 'fault');
    const { verdict } = judge({ ...healthy, events });
    expect(verdict.verdict).toBe('inconclusive');
    expect(verdict.recovery[0]).toMatchObject({
      outcome: 'inconclusive',
      why: expect.stringContaining('never applied'),
    });
  });
});

describe('no verdict is a pass on nothing', () => {
  it('without budgets', () =>
    expect(judge(withBudgets(healthy, [])).verdict).toMatchObject({
      verdict: 'inconclusive',
      exitCode: 2,
      sentence: 'Inconclusive: no budget was decided.',
    }));

  it('with a misspelt step, a fault that the run does not have, only advisory findings', () => {
    const misspelt = syntheticBudget({ name: 'a', indicator: 'latencyP95', step: 'brwose', phase: 'steady', limit: 1 });
    const lost = syntheticBudget({
      name: 'b',
      indicator: 'serviceRecovery',
      step: 'browse',
      fault: 'cache-out',
      limit: 60,
    });
    const wrong = syntheticBudget({ name: 'c', indicator: 'selfHealing', step: 'brwose', fault: '*', limit: 60 });
    const short = syntheticBudget({ name: 'd', indicator: 'latencyP95', step: 'browse', phase: 'fault', limit: 9000 });
    const { verdict } = judge(withBudgets(healthy, [misspelt, lost, wrong]));
    expect(verdict.verdict).toBe('inconclusive');
    expect(verdict.findings.map(({ outcome, why }) => [outcome, why])).toEqual([
      ['inconclusive', expect.stringContaining('no step "brwose"')],
      ['inconclusive', 'the run has no fault "cache-out"; it has database-out'],
      ['inconclusive', expect.stringContaining('no step "brwose"')],
    ]);
    expect(judge(withBudgets(healthy, [short])).verdict).toMatchObject({ verdict: 'inconclusive', exitCode: 2 });
  });

  it('without any evidence but a plan', () => {
    const { verdict } = judge({ ...healthy, events: [], workers: [], audit: null });
    expect(verdict).toMatchObject({ verdict: 'inconclusive', exitCode: 2, startedAt: null, aborted: { by: 'killed' } });
    expect(verdictSchema.safeParse(verdict).success).toBe(true);
    expect(verdict.findings.every(({ outcome }) => outcome !== 'pass' && outcome !== 'fail')).toBe(true);
  });

  it('without users enough', () => {
    const { verdict } = judge(run({ virtualUsers: 3, wishes: 3 }));
    expect(verdict.verdict).toBe('inconclusive');
  });

  it('with damaged evidence, which is listed', () => {
    const problems = [{ file: 'timeline-w1.ndjson', what: 'line 200 ends in the middle' }];
    const { verdict } = judge({ ...healthy, problems });
    expect(verdict).toMatchObject({ verdict: 'inconclusive', exitCode: 2, problems });
    expect(verdict.sentence).toContain('timeline-w1.ndjson: line 200 ends in the middle');
  });

  it('with a timeline cut in the middle', () => {
    const [worker] = healthy.workers;
    const timeline = worker?.timeline.slice(0, 1500) ?? [];
    const cut = { ...healthy, workers: [{ worker: 'w1', ledger: worker?.ledger ?? [], timeline }] };
    expect(judge(cut).verdict).toMatchObject({ verdict: 'inconclusive', exitCode: 2 });
  });

  it('with a histogram that cannot be read', () => {
    const [worker] = healthy.workers;
    const timeline = worker?.timeline.map((line) =>
      line.type === 'entry' && line.second === 90 ? { ...line, histogram: 'AAAA' } : line,
    );
    const damaged = { ...healthy, workers: [{ worker: 'w1', ledger: worker?.ledger ?? [], timeline: timeline ?? [] }] };
    const { verdict } = judge(damaged);
    expect(verdict.verdict).toBe('inconclusive');
    expect(verdict.problems[0]?.what).toContain('second 90');
  });
});

describe('an invalid load generator', () => {
  const starved = (evidence: Evidence): Evidence => ({
    ...evidence,
    workers: evidence.workers.map((worker) => ({
      ...worker,
      timeline: worker.timeline.map((line) => (line.type === 'second' ? { ...line, schedLatencyP99Ms: 400 } : line)),
    })),
  });

  it('neither passes nor fails a shop; the books stand', () => {
    const strict = healthyRun.budgets.map((budget) => ({ ...budget, limit: 0.001 }));
    for (const evidence of [healthy, withBudgets(healthy, strict)]) {
      const { verdict } = judge(starved(evidence));
      expect(verdict).toMatchObject({ verdict: 'inconclusive', exitCode: 2 });
      expect(verdict.findings.every(({ outcome }) => outcome === 'inconclusive')).toBe(true);
      expect(verdict.recovery.every(({ outcome }) => outcome === 'inconclusive')).toBe(true);
      expect(verdict.invariants.every(({ outcome }) => outcome === 'pass')).toBe(true);
      expect(verdict.sentence).toContain('the load generator cannot be trusted (schedLatencyP99');
    }
  });
});

describe('a run that did not end by itself', () => {
  const during = (...events: ReturnType<typeof syntheticEvent>[]): Evidence => ({
    ...healthy,
    events: [...healthy.events.filter((event) => (event.offsetSeconds ?? 0) <= 201), ...events],
  });
  const healed = syntheticEvent(206, { type: 'fault', fault: 'database-out', state: 'healed', by: 'interrupt' });
  const ended = [
    syntheticEvent(210, { type: 'run', state: 'loadEnded' }),
    syntheticEvent(230, { type: 'run', state: 'closed' }),
  ];

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['guard', 3],
    ['error', 2],
  ] as const)('%s: inconclusive, exit %d', (by, exitCode) => {
    const { verdict } = judge(during(syntheticEvent(205, { type: 'aborted', by }), healed, ...ended));
    expect(verdict).toMatchObject({
      verdict: 'inconclusive',
      exitCode,
      aborted: { by, atSeconds: 205 },
      faultsLeft: [],
    });
  });

  it('killed, healed by the janitor: inconclusive, exit 2', () => {
    const janitor = [syntheticEvent(215, { type: 'aborted', by: 'janitor' }), { ...healed, by: 'janitor' as const }];
    expect(judge(during(...janitor)).verdict).toMatchObject({ verdict: 'inconclusive', exitCode: 2, faultsLeft: [] });
  });

  it('killed with the fault in place: exit 6, and the sentence names it', () => {
    const { verdict } = judge(during());
    expect(verdict).toMatchObject({ verdict: 'inconclusive', exitCode: 6, faultsLeft: ['database-out'] });
    expect(verdict.sentence).toContain('a fault may still be in place: database-out');
  });
});
