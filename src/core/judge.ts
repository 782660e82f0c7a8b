import { judgeBooks } from './books/judge-books.ts';
import { readLedgers } from './books/read-ledgers.ts';
import { reckonBusiness } from './business.ts';
import type { Evidence } from './evidence.ts';
import { reckonFaultCosts } from './fault-costs.ts';
import { judgeAttempts } from './gate/judge-attempts.ts';
import { judgeBudgets } from './judge-budgets.ts';
import { judgeGameDay } from './game-day/judge-game-day.ts';
import { observeRun, type RunObservation } from './observe-run.ts';
import type { PhaseSpan } from './phase-span.ts';
import type { StepWindows } from './recovery/step-windows.ts';
import { expectedVirtualUsers } from './planned-load.ts';
import { roundFigures, roundSeconds } from './rounding.ts';
import { verdictSentence } from './sentence.ts';
import type { StepSeries } from './timeline/step-series.ts';
import { judgeValidity } from './validity/judge-validity.ts';
import { verdictExitCode, worstOutcome } from './verdict-exit.ts';
import { evidenceVersion, type Plan } from './wire/plan.ts';
import type { Outcome, Verdict } from './wire/verdict.ts';

/** A verdict, and what a report needs to draw how it came about. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly phases: readonly PhaseSpan[];
  /** Windows of every step of the plan, in funnel order. */
  readonly windows: readonly StepWindows[];
  /** Latencies and bad attempts by step and second. */
  readonly steps: ReadonlyMap<string, StepSeries>;
}

type Conclusion = Pick<
  Verdict,
  'validity' | 'findings' | 'recovery' | 'invariants' | 'gameDay' | 'faultsLeft' | 'problems' | 'aborted'
>;

/**
 * Judges a run: a pure function of its evidence, so the same evidence gives the same verdict, byte for byte.
 *
 * 1. Observe: the run's history, the steps' windows, the recoveries in them, the phases.
 * 2. Judge the load generator, then the budgets (what an invalid generator measured is inconclusive), then the books.
 * 3. Worst wins; an aborted run or damaged evidence is inconclusive at best.
 */
export const judge = (evidence: Evidence): Judgement => {
  const { plan } = evidence;
  const observed = observeRun(evidence);
  const ledgers = evidence.ledgers ?? readLedgers(evidence.workers);
  const { history, timeline, phases } = observed;
  const latencies = { steps: timeline.steps, phases };
  const validity = [
    ...judgeValidity(evidence, ledgers, history, observed.generator, observed.plateauEndSeconds, latencies),
    ...judgeAttempts(plan),
  ];
  const books = judgeBooks(evidence, ledgers);
  const budgets = judgeBudgets(evidence, observed, validity, books.invariants);
  const conclusion: Conclusion = {
    aborted: history.aborted && { ...history.aborted, atSeconds: rounded(history.aborted.atSeconds) },
    validity,
    findings: [...budgets.findings],
    recovery: [...budgets.recovery],
    invariants: [...books.invariants],
    faultsLeft: [...history.faultsLeft],
    ...(plan.gameDay === undefined
      ? {}
      : { gameDay: judgeGameDay(plan.gameDay, evidence.events, history, budgets.recovery, validity) }),
    problems: [...evidence.problems, ...timeline.problems].map(({ file, what }) => ({ file, what })),
  };
  const verdict = worstOutcome(outcomesOf(conclusion));
  const load = loadOf(plan, observed);
  const startedAtMs = history.startedAt === null ? null : Date.parse(history.startedAt);
  return {
    verdict: {
      schemaVersion: evidenceVersion,
      runId: plan.runId,
      verdict,
      exitCode: verdictExitCode(verdict, history),
      sentence: verdictSentence({ ...conclusion, verdict, load }),
      startedAt: history.startedAt,
      durationSeconds: roundSeconds(history.endedAtSeconds),
      seed: plan.seed,
      load,
      ...conclusion,
      ...(budgets.detection === null ? {} : { detection: [...budgets.detection] }),
      faultCosts: [...reckonFaultCosts(plan, observed, books, startedAtMs)],
      downtimeSeconds: roundSeconds(budgets.downtimeSeconds),
      business: reckonBusiness(plan, books, timeline.steps, phases, startedAtMs),
    },
    phases,
    windows: [...observed.stepWindows.values()],
    steps: timeline.steps,
  };
};

const rounded = (seconds: number | null): number | null => (seconds === null ? null : roundSeconds(seconds));

const outcomesOf = ({
  validity,
  findings,
  invariants,
  gameDay,
  faultsLeft,
  problems,
  aborted,
}: Conclusion): Outcome[] => {
  const isDecided = findings.some(({ outcome }) => outcome === 'pass' || outcome === 'fail');
  const isDoubtful = !isDecided || problems.length > 0 || faultsLeft.length > 0 || aborted !== null;
  return [
    ...findings.map(({ outcome }) => outcome),
    ...invariants.map(({ outcome }) => outcome),
    ...(gameDay ?? []).map(({ outcome }) => outcome),
    ...validity.map(({ outcome }): Outcome => (outcome === 'pass' ? 'pass' : 'inconclusive')),
    isDoubtful ? 'inconclusive' : 'pass',
  ];
};

const loadOf = (plan: Plan, { generator }: RunObservation): Verdict['load'] => ({
  virtualUsersPlanned: expectedVirtualUsers(plan.load),
  virtualUsersPeak: generator.activeVirtualUsers.reduce((peak, count) => Math.max(peak, count), 0),
  sessions: generator.sessionsStarted,
  requests: generator.requests,
  requestsPerSecond: generator.secondsSeen === 0 ? 0 : roundFigures(generator.requests / generator.secondsSeen),
  ...(plan.load.model === 'open' ? { sessionsPerSecondPlanned: plan.load.sessionsPerSecond } : {}),
});
