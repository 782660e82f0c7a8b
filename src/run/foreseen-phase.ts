import type { Phase } from '../core/wire/budgets.ts';
import type { Plan } from '../core/wire/plan.ts';

/** The phase as the plan foresees it, for display and for the event log; the judge derives its own from the evidence. */
export const phaseAt = ({ timing, experiment }: Plan, offsetSeconds: number, faultInPlace: boolean): Phase => {
  if (faultInPlace) return 'fault';
  if (offsetSeconds < timing.plateauStartSeconds) return 'rampUp';
  if (offsetSeconds >= timing.rampDownStartSeconds) return 'rampDown';
  const healedAt = (experiment?.faults ?? []).map((fault) => fault.atSeconds + fault.durationSeconds);
  const past = healedAt.filter((at) => at <= offsetSeconds);
  if (past.length === 0) return 'steady';
  return offsetSeconds < Math.max(...past) + timing.recoveryReserveSeconds ? 'recovery' : 'after';
};
