import type { Evidence } from '../../src/core/evidence.ts';
import { seededDraws } from '../../src/core/testing/random-draws.ts';
import { syntheticBudget } from '../../src/core/testing/synthetic-run.ts';
import { generatorSecond, stepEntry } from '../../src/core/testing/synthetic-timeline.ts';
import type { Budget } from '../../src/core/wire/budgets.ts';
import type { RunEvent } from '../../src/core/wire/events.ts';
import type { Plan } from '../../src/core/wire/plan.ts';
import type { StepOutcome } from '../../src/core/wire/steps.ts';
import type { TimelineLine } from '../../src/core/wire/timeline.ts';
import { faultName, scriptedPlan, type LoadKind } from './scripted-plan.ts';
import { limitMs, scriptedSteps, type Script } from './script.ts';
import { simulateShoppers, type Visits } from './shoppers.ts';

export const recoveryLimitSeconds = 60;

/** What good means for each step, and both recovery budgets on each. */
export const scriptedBudgets: readonly Budget[] = scriptedSteps.flatMap((step) => [
  syntheticBudget({ name: `${step}-p95`, indicator: 'latencyP95', step, phase: 'steady', limit: limitMs }),
  ...(['serviceRecovery', 'selfHealing'] as const).map((indicator) =>
    syntheticBudget({ name: `${step}-${indicator}`, indicator, step, fault: '*', limit: recoveryLimitSeconds }),
  ),
]);

/** Under which load a script is played. */
export interface Circumstances {
  readonly kind: LoadKind;
  readonly visits: Visits;
  readonly seed: number;
}

/** Whether a script does under this load what it says. */
export const isPlayedIn = ({ playedIn }: Script, { kind, visits }: Circumstances): boolean =>
  playedIn === undefined ||
  (playedIn === 'closed' ? kind.startsWith('closed') : kind.startsWith('open') && visits === 'whole journeys');

/** The evidence of a script played to simulated shoppers, as the harness and the engine would have left it. */
export const simulatedRun = (script: Script, circumstances: Circumstances): Evidence => {
  const plan = scriptedPlan(script, circumstances);
  const timeline = timelineOf(script, plan, circumstances);
  return {
    plan,
    budgets: { schemaVersion: 1, source: { kind: 'default' }, budgets: [...scriptedBudgets] },
    events: scriptedEvents(script, simulatedT0Ms),
    workers: [
      {
        worker: 'w1',
        timeline,
        ledger: [
          { v: 1, type: 'header', worker: 'w1', runId: plan.runId },
          { type: 'closed', intents: 0, outcomes: 0 },
        ],
      },
    ],
    audit: null,
    problems: [],
  };
};

type NewEvent<Event> = Event extends RunEvent ? Omit<Event, 'v' | 'at' | 'offsetSeconds'> : never;
const simulatedT0Ms = Date.UTC(2030, 10, 29, 9, 0, 0);

const eventAt = (t0Ms: number, offsetMs: number, event: NewEvent<RunEvent>): RunEvent => ({
  v: 1,
  at: new Date(t0Ms + Math.round(offsetMs)).toISOString(),
  offsetSeconds: offsetMs / 1_000,
  ...event,
});

/** What the harness would have written of a script. */
export const scriptedEvents = ({ fault, endSeconds }: Script, t0Ms: number): RunEvent[] => [
  eventAt(t0Ms, -5_000, { type: 'run', state: 'created' }),
  eventAt(t0Ms, 0, { type: 'run', state: 'driving' }),
  eventAt(t0Ms, fault.fromMs, { type: 'fault', fault: faultName, state: 'applied', by: 'plan' }),
  eventAt(t0Ms, fault.toMs, { type: 'fault', fault: faultName, state: 'healed', by: 'plan' }),
  eventAt(t0Ms, 1_000 * endSeconds + 500, { type: 'run', state: 'loadEnded' }),
  eventAt(t0Ms, 1_000 * endSeconds + 5_000, { type: 'run', state: 'closed' }),
];

/** Nothing reads requests one by one; that there were some is enough. */
const requestEntry = (second: number): TimelineLine => ({
  type: 'entry',
  second,
  kind: 'request',
  name: 'GET /',
  outcome: 'ok',
  count: 100,
  histogram: '',
});

const timelineOf = (script: Script, plan: Plan, { visits, seed }: Circumstances): TimelineLine[] => {
  const cells = new Map<string, number[]>();
  const sessionsStarted: number[] = [];
  const active: number[] = [];
  simulateShoppers(plan.load, { spells: script.spells, visits }, seededDraws(seed), {
    attempt: (step, sentMs, { outcome, latencyMs }) => {
      const key = `${Math.floor(sentMs / 1_000)} ${step} ${outcome}`;
      const cell = cells.get(key);
      if (cell === undefined) cells.set(key, [latencyMs]);
      else cell.push(latencyMs);
    },
    sessionStarted: (atMs) => {
      const second = Math.floor(atMs / 1_000);
      sessionsStarted[second] = (sessionsStarted[second] ?? 0) + 1;
    },
    active: (atMs, count) => (active[Math.floor(atMs / 1_000)] = count),
  });
  const entries = [...cells].map(([key, latenciesMs]) => {
    const [second = '', step = '', outcome = 'ok'] = key.split(' ');
    return stepEntry(Number(second), step, outcome as StepOutcome, latenciesMs);
  });
  let users = 0;
  const seconds = Array.from({ length: script.endSeconds }, (_, second) => {
    users = active[second] ?? users;
    return { ...generatorSecond(second, users), sessionsStarted: sessionsStarted[second] ?? 0 };
  });
  const { hosts } = plan.load;
  return [
    {
      v: 1,
      type: 'header',
      worker: 'w1',
      t0Ms: simulatedT0Ms,
      hostsPlanned: hosts,
      histogram: { unit: 'us', lowest: 1, highest: 120_000_000, significantFigures: 3 },
    },
    ...entries,
    ...seconds.map(({ second }) => requestEntry(second)),
    ...seconds,
    {
      type: 'end',
      second: script.endSeconds,
      hostsStarted: hosts,
      hostsFinished: hosts,
      requestsCut: 0,
      stopped: false,
    },
  ];
};
