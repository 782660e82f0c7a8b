/// <reference types="k6" />
import type { Plan } from '../../src/core/wire/plan.ts';

/** The part of `plan.json` that shoppers live by. */
export type ScenarioPlan = Pick<Plan, 'runId' | 'seed' | 'load'> & {
  readonly timing: Pick<Plan['timing'], 'worstCaseSeconds'>;
};

/** What a scenario does when it is run by hand, without a plan. */
export interface PlanByHand {
  readonly users: number;
  readonly rampSeconds: number;
  readonly endSeconds: number;
}

/**
 * Reads the plan named by PEAKPROOF_PLAN; without one, a small plan for a run by hand: up, hold, down. Use it while a script is
 * initialised.
 */
export const readPlan = (byHand: PlanByHand): ScenarioPlan => {
  const path = __ENV['PEAKPROOF_PLAN'];
  return path === undefined ? planByHand(byHand) : (JSON.parse(open(path)) as Plan);
};

const planByHand = ({ users, rampSeconds, endSeconds }: PlanByHand): ScenarioPlan => ({
  // Keys of orders hold it, so that two runs by hand never share one.
  runId: __ENV['PEAKPROOF_RUN_ID'] ?? `by-hand-${Date.now().toString(36)}`,
  seed: Number(__ENV['PEAKPROOF_SEED'] ?? 1),
  load: {
    model: 'closed',
    virtualUsers: users,
    curve: [
      { atSeconds: 0, virtualUsers: 0 },
      { atSeconds: rampSeconds, virtualUsers: users },
      { atSeconds: endSeconds - rampSeconds, virtualUsers: users },
      { atSeconds: endSeconds, virtualUsers: 0 },
    ],
    hosts: 1,
    workers: 1,
    connections: 'perUser',
    thinkTimeMedianSeconds: 2,
    thinkTimeSigma: 0.5,
    patienceSeconds: 10,
  },
  timing: { worstCaseSeconds: endSeconds + 30 },
});
