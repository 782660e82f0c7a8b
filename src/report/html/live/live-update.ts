import type { LiveBudget } from '../../../core/live-budgets.ts';
import type { Budget } from '../../../core/wire/budgets.ts';
import { concealFaults, type Audience } from '../../live/audience.ts';
import type { FollowedRun } from '../../live/follow-run.ts';
import { pictureOf, type LivePicture } from '../../live/live-picture.ts';
import { formatClock, formatCount, formatRatio, formatSeconds, noFigure } from '../../words/format.ts';
import { findingSubject } from '../../words/words.ts';
import { chartsFrom, liveCharts, type ChartsChange } from './live-charts.ts';

/** A budget as the page shows it while nothing is decided yet. */
export interface BudgetPicture {
  readonly subject: string;
  readonly state: LiveBudget['state'];
  readonly word: string;
  readonly value: string;
  readonly allowed: string;
  readonly attempts: string;
}

/** What the live page is told once a second, as JSON. */
export interface LiveUpdate {
  readonly runId: string;
  readonly picture: LivePicture;
  readonly budgets: readonly BudgetPicture[];
  /** Newest first. Empty for responders while faults are hidden, since it names them. */
  readonly stages: readonly { readonly at: string; readonly text: string }[];
  readonly charts: ChartsChange;
}

const stateWords: Record<LiveBudget['state'], string> = {
  waiting: 'not yet',
  running: 'time runs',
  within: 'within so far',
  over: 'over so far',
};

const budgetPicture = ({ budget, state, value, allowed, attempts }: LiveBudget): BudgetPicture => {
  const isShare = budget.indicator.startsWith('latency') || budget.indicator === 'errorShare';
  const figure = (amount: number): string => (isShare ? formatRatio(amount) : formatSeconds(amount));
  return {
    subject: findingSubject(budget),
    state,
    word: stateWords[state],
    value: value === null ? noFigure : `${figure(Math.round(value * 10_000) / 10_000)}${isShare ? ' bad' : ''}`,
    allowed: figure(allowed),
    attempts: formatCount(attempts),
  };
};

const tellsOfNoFault = ({ fault, phase }: Budget): boolean => fault === null && (phase === null || phase === 'steady');

export interface UpdateRequest {
  readonly audience: Audience;
  /** Responders may know now which faults there were. */
  readonly revealed: boolean;
  readonly budgets: readonly Budget[];
  /** Buckets before this one are on the page already. */
  readonly fromBucket: number;
}

/** The present state of a run for one audience. Figures are those of the terminal: both are made from one frame. */
export const liveUpdate = (run: FollowedRun, request: UpdateRequest): LiveUpdate => {
  const { audience, revealed, budgets, fromBucket } = request;
  const tells = audience === 'operator' || revealed;
  const frame = run.frame();
  const series = run.series();
  const picture = pictureOf(tells ? frame : concealFaults(frame));
  return {
    runId: run.plan.runId,
    picture: tells ? picture : { ...picture, fault: '' },
    budgets: run
      .budgets()
      .filter(({ budget }) => tells || tellsOfNoFault(budget))
      .map(budgetPicture),
    stages: tells
      ? run
          .stages()
          .toReversed()
          .map(({ atSeconds, text }) => ({ at: atSeconds === null ? noFigure : formatClock(atSeconds), text }))
      : [],
    charts: chartsFrom(series, liveCharts(run, series, budgets, { audience, revealed }), fromBucket),
  };
};
