import { type ExitCode, exitCodes, worstExitCode } from './exit-code.ts';
import type { RunHistory } from './run-history.ts';
import type { Outcome, Verdict } from './wire/verdict.ts';

/**
 * Worst wins: fail over inconclusive over pass. Advisory outcomes decide nothing, and nothing decided is inconclusive, never a
 * pass.
 */
export const worstOutcome = (outcomes: readonly Outcome[]): Verdict['verdict'] => {
  if (outcomes.includes('fail')) return 'fail';
  if (outcomes.includes('inconclusive')) return 'inconclusive';
  return outcomes.includes('pass') ? 'pass' : 'inconclusive';
};

/** The exit code of a judged run (DESIGN §4): that of the verdict, or of what ended or was left behind by the run. */
export const verdictExitCode = (
  verdict: Verdict['verdict'],
  { aborted, faultsLeft }: Pick<RunHistory, 'aborted' | 'faultsLeft'>,
): ExitCode => {
  const codes: ExitCode[] = [exitCodes[verdict]];
  if (faultsLeft.length > 0) codes.push(exitCodes.cleanupFailed);
  if (aborted?.by === 'SIGINT') codes.push(exitCodes.interrupted);
  if (aborted?.by === 'SIGTERM') codes.push(exitCodes.terminated);
  if (aborted?.by === 'guard' || aborted?.by === 'operator') codes.push(exitCodes.abortedByStopCondition);
  return worstExitCode(codes);
};
