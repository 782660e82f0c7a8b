import { loadOutcome } from '../load-outcome.ts';
import type { CapacityProbe } from '../wire/capacity.ts';
import type { Verdict } from '../wire/verdict.ts';

/** A probe as its verdict has it. */
export const judgeProbe = (verdict: Verdict, level: number): CapacityProbe => {
  const p95 = verdict.findings.filter(({ indicator, phase }) => indicator === 'latencyP95' && phase === 'steady');
  return {
    runId: verdict.runId,
    level,
    ...loadOutcome(verdict),
    requestsPerSecond: verdict.load.requestsPerSecond,
    p95Ms: Object.fromEntries(p95.flatMap(({ step, value }) => (step === null ? [] : [[step, value]]))),
  };
};
