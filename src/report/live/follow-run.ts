import { type LiveBudget, type LiveFault, openLiveBudgets } from '../../core/live-budgets.ts';
import { foldLive, liveStart, liveStats } from '../../core/live.ts';
import type { PhaseSpan } from '../../core/phase-span.ts';
import { demandAt } from '../../core/planned-load.ts';
import type { Budget, Phase } from '../../core/wire/budgets.ts';
import type { Plan } from '../../core/wire/plan.ts';
import type { TimelineLine } from '../../core/wire/timeline.ts';
import type { RunSeries } from '../series.ts';
import type { LiveFrame } from './live-frame.ts';
import { openLiveSeries } from './live-series.ts';

/** What is told of a run once a second. */
export interface LiveTick {
  readonly offsetSeconds: number;
  readonly phase: Phase;
  readonly lines: readonly { readonly worker: string; readonly line: TimelineLine }[];
  readonly faultInPlace: string | null;
}

/** Something that the run said it does, and when: seconds from T0, null before the load. */
export interface LiveStage {
  readonly atSeconds: number | null;
  readonly text: string;
}

/** A run that is followed: one state, out of which every view draws. */
export interface FollowedRun {
  readonly plan: Plan;
  tick(tick: LiveTick): void;
  stage(text: string): void;
  frame(): LiveFrame;
  series(): RunSeries;
  /** Buckets of the series before this one are final. */
  finalBefore(): number;
  budgets(): readonly LiveBudget[];
  faults(): readonly LiveFault[];
  phases(): readonly PhaseSpan[];
  stages(): readonly LiveStage[];
}

/** Behind this the figures on the screen are old, and the person should know. */
const staleSeconds = 5;
/** More is not read by anyone. */
const mostStages = 60;

/** @param byHand the faults come when a person says so, and not at the times of the plan. */
const nextEvent = (plan: Plan, offsetSeconds: number, byHand: boolean): LiveFrame['next'] => {
  const { timing, experiment } = plan;
  const coming = [
    { what: 'plateau', at: timing.plateauStartSeconds },
    ...(byHand ? [] : (experiment?.faults ?? [])).flatMap((fault) => [
      { what: `fault in: ${fault.name}`, at: fault.atSeconds },
      { what: `fault out: ${fault.name}`, at: fault.atSeconds + fault.durationSeconds },
    ]),
    { what: 'ramp-down', at: timing.rampDownStartSeconds },
    { what: 'end of the load', at: timing.endSeconds },
  ]
    .filter(({ at }) => at > offsetSeconds)
    .sort((a, b) => a.at - b.at)[0];
  return coming === undefined ? null : { what: coming.what, inSeconds: coming.at - offsetSeconds };
};

const limitFor = (budgets: readonly Budget[], step: string): number | null =>
  budgets.find((budget) => budget.step === step && budget.indicator === 'latencyP95')?.limit ?? null;

interface FollowOptions {
  /** Faults come when a person says so. */
  readonly byHand?: boolean;
  /** False where nobody looks at charts and budgets: the machine that drives has better things to do. */
  readonly isDrawn?: boolean;
}

/** Follows one run. The same ticks and stages give the same pictures: no clock, no chance. */
export const followRun = (
  plan: Plan,
  budgets: readonly Budget[],
  { byHand = false, isDrawn = true }: FollowOptions = {},
): FollowedRun => {
  const series = openLiveSeries({
    steps: plan.scenario.steps,
    load: plan.load,
    plannedEndSeconds: plan.timing.endSeconds,
    lateSeconds: plan.load.patienceSeconds + staleSeconds,
    cpus: plan.environment.cpus,
  });
  const standing = openLiveBudgets(plan, budgets);
  const phaseBySecond: (Phase | undefined)[] = [];
  const faults: { name: string; fromSeconds: number; toSeconds: number | null }[] = [];
  const stages: LiveStage[] = [];
  let last: LiveTick | null = null;
  let state = liveStart;
  let doing = 'starting';

  const seeFault = ({ offsetSeconds, faultInPlace }: LiveTick): void => {
    const open = faults.find(({ toSeconds }) => toSeconds === null);
    if (open !== undefined && open.name !== faultInPlace) open.toSeconds = offsetSeconds;
    if (faultInPlace !== null && open?.name !== faultInPlace)
      faults.push({ name: faultInPlace, fromSeconds: offsetSeconds, toSeconds: null });
  };

  return {
    plan,
    tick: (tick) => {
      if (last === null) doing = 'driving';
      const from = last === null ? 0 : Math.floor(last.offsetSeconds) + 1;
      for (let second = Math.max(0, from); second <= tick.offsetSeconds; second += 1)
        phaseBySecond[second] = tick.phase;
      last = { ...tick, lines: [] };
      for (const { worker, line } of tick.lines) state = foldLive(state, worker, line);
      if (isDrawn) {
        series.take(tick.lines);
        standing.take(tick.lines);
      }
      seeFault(tick);
    },
    stage: (text) => {
      doing = text;
      stages.push({ atSeconds: last?.offsetSeconds ?? null, text });
      if (stages.length > mostStages) stages.shift();
    },
    frame: () => {
      const offsetSeconds = last?.offsetSeconds ?? 0;
      const stats = liveStats(state);
      const behind = offsetSeconds - stats.second;
      const isOpen = plan.load.model === 'open';
      const planned = demandAt(plan.load, offsetSeconds);
      return {
        runId: plan.runId,
        elapsedSeconds: offsetSeconds,
        totalSeconds: plan.timing.endSeconds,
        phase: last?.phase ?? null,
        doing,
        virtualUsersActual: stats.activeVirtualUsers,
        virtualUsersPlanned: isOpen ? null : Math.round(planned),
        arrivals: isOpen ? { perSecond: stats.sessionsPerSecond, plannedPerSecond: planned } : null,
        requestsPerSecond: stats.requestsPerSecond,
        errorRatio: stats.second < 0 ? null : stats.errorShare,
        steps: plan.scenario.steps.map((step) => ({
          step,
          p95Ms: stats.p95MsByStep[step] ?? null,
          limitMs: limitFor(budgets, step),
          attempts: stats.attemptsByStep[step] ?? 0,
        })),
        faultsInPlace: faults
          .filter(({ toSeconds }) => toSeconds === null)
          .map(({ name, fromSeconds }) => ({ name, forSeconds: offsetSeconds - fromSeconds })),
        next: last === null ? null : nextEvent(plan, offsetSeconds, byHand),
        warnings:
          stats.second >= 0 && behind > staleSeconds
            ? [`the load engine is ${behind.toFixed(0)} s behind: is it starved?`]
            : [],
      };
    },
    series: () => series.series(),
    finalBefore: () => series.finalBefore(),
    budgets: () => standing.standing(last?.offsetSeconds ?? 0, (second) => phaseBySecond[second] ?? null, faults),
    faults: () => faults,
    phases: () => spansOf(phaseBySecond),
    stages: () => stages,
  };
};

const spansOf = (phaseBySecond: readonly (Phase | undefined)[]): PhaseSpan[] => {
  const spans: { phase: Phase; fromSeconds: number; toSeconds: number }[] = [];
  phaseBySecond.forEach((phase, second) => {
    const open = spans.at(-1);
    if (open !== undefined && open.phase === phase) open.toSeconds = second + 1;
    else if (phase !== undefined) spans.push({ phase, fromSeconds: second, toSeconds: second + 1 });
  });
  return spans;
};
