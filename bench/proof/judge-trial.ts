import { expectationName, failedNames, lookFor } from './expectation.ts';
import type { Rehearsed } from './rehearsal.ts';
import type { TrialResult } from './result.ts';
import type { Trial } from './trials.ts';

type Circumstances = Pick<TrialResult, 'seed' | 'startedAt' | 'wallSeconds'>;

/** Whether a rehearsal proved what its trial is for. */
export const judgeTrial = (
  { name, expected: wanted }: Trial,
  given: Circumstances,
  rehearsed: Rehearsed,
): TrialResult => {
  const expected = wanted === null ? null : expectationName(wanted);
  const shared = { trial: name, ...given, expected };
  if (!('verdict' in rehearsed)) {
    const why = `no verdict: exit code ${rehearsed.exitCode}, ${rehearsed.logFile} says why`;
    return { ...shared, outcome: 'failed', verdict: null, figure: '–', why, failed: [] };
  }
  const { verdict } = rehearsed;
  const judged = { ...shared, verdict: verdict.verdict, failed: failedNames(verdict) };
  if (wanted === null) {
    const outcome = verdict.verdict === 'fail' ? 'accused' : 'innocent';
    return { ...judged, outcome, figure: '–', why: verdict.sentence };
  }
  const { seen, figure, why } = lookFor(wanted, verdict);
  return { ...judged, outcome: seen, figure, why };
};
