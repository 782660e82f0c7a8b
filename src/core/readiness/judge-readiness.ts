import type { FigureInRun, FigureRule, JudgedRun, Standing } from './figures.ts';
import { figureRules } from './figures.ts';
import { findUntested } from './find-untested.ts';

export type Trend = 'better' | 'worse' | 'same' | 'unknown';

/** A figure over the runs, oldest first. */
export interface FigureOverRuns extends Omit<FigureRule, 'look'> {
  readonly runs: readonly FigureInRun[];
  /** The last run that put it to the test; null when none did. */
  readonly last: FigureInRun | null;
  readonly standing: Standing;
  readonly trend: Trend;
}

export interface Readiness {
  /** `go`: every figure held in the last run that tested it. `noGo`: one did not. `notYet`: some are undecided or untested. */
  readonly answer: 'go' | 'noGo' | 'notYet';
  readonly runs: readonly {
    readonly runId: string;
    readonly startedAt: string | null;
    readonly verdict: JudgedRun['verdict']['verdict'];
    readonly virtualUsers: number;
    readonly experiment: string | null;
  }[];
  readonly figures: readonly FigureOverRuns[];
  /** What no run has put to the test, a sentence each. */
  readonly untested: readonly string[];
}

/** A tenth is what DESIGN §6 asks of a difference before it means something. */
const leastChange = 0.1;

const trendOf = (better: FigureRule['better'], values: readonly number[]): Trend => {
  const [before, now] = values.slice(-2);
  if (before === undefined || now === undefined) return 'unknown';
  if (Math.abs(now - before) <= leastChange * Math.max(Math.abs(before), Math.abs(now))) return 'same';
  return now > before === (better === 'more') ? 'better' : 'worse';
};

const overRuns = ({ look, ...rule }: FigureRule, judged: readonly JudgedRun[]): FigureOverRuns => {
  const runs = judged.map((run) => ({ runId: run.plan.runId, ...look(run) }));
  const last = runs.findLast(({ standing }) => standing !== 'untested') ?? null;
  const values = runs.flatMap(({ value }) => (value === null ? [] : [value]));
  return { ...rule, runs, last, standing: last?.standing ?? 'untested', trend: trendOf(rule.better, values) };
};

const whenOf = ({ plan, verdict }: JudgedRun): string => verdict.startedAt ?? plan.createdAt;

/**
 * Go or no-go over several runs: each figure of DESIGN §1 as the last run that tested it left it.
 * @param experimentNames every experiment that could be rehearsed
 */
export const judgeReadiness = (runs: readonly JudgedRun[], experimentNames: readonly string[]): Readiness => {
  const judged = runs.toSorted((a, b) => whenOf(a).localeCompare(whenOf(b)));
  const figures = figureRules.map((rule) => overRuns(rule, judged));
  const standings = figures.map(({ standing }) => standing);
  return {
    answer: standings.includes('fail') ? 'noGo' : standings.every((standing) => standing === 'pass') ? 'go' : 'notYet',
    runs: judged.map(({ plan, verdict }) => ({
      runId: plan.runId,
      startedAt: verdict.startedAt,
      verdict: verdict.verdict,
      virtualUsers: verdict.load.virtualUsersPeak,
      experiment: plan.experiment?.name ?? null,
    })),
    figures,
    untested: findUntested(judged, figures, experimentNames),
  };
};
