import { lastLookBefore } from './gate/looks.ts';
import type { PhaseSpan } from './phase-span.ts';
import type { RunHistory } from './run-history.ts';
import type { Phase } from './wire/budgets.ts';
import type { Plan } from './wire/plan.ts';

/** When the plateau ended, whole seconds from T0: by plan, or earlier when the run was told to stop; of a gate, at a look. */
export const plateauEnd = ({ timing }: Plan, history: RunHistory): number =>
  lastLookBefore(Math.floor(Math.min(timing.rampDownStartSeconds, history.stoppedAtSeconds ?? Infinity)), timing);

/** Faults that overlap in time make one disturbance, with one recovery after the last heal. */
export interface Disturbance {
  readonly faults: readonly string[];
  readonly fromSeconds: number;
  /** When all of its faults were healed; null when one never was. */
  readonly healedAtSeconds: number | null;
  /** When the next disturbance begins or the plateau ends: what comes later says nothing about this one. */
  readonly observedUntilSeconds: number;
}

/** Groups the faults that were applied, in the order of their application. */
export const disturbances = (history: RunHistory, plateauEndSeconds: number): Disturbance[] => {
  const applied = history.faults
    .flatMap(({ fault, appliedAtSeconds, healedAtSeconds }) =>
      appliedAtSeconds === null ? [] : [{ fault, from: appliedAtSeconds, to: healedAtSeconds ?? Infinity }],
    )
    .sort((a, b) => a.from - b.from);
  const groups: { faults: string[]; from: number; to: number }[] = [];
  for (const { fault, from, to } of applied) {
    const open = groups.at(-1);
    if (open && from < open.to) {
      open.faults.push(fault);
      open.to = Math.max(open.to, to);
    } else groups.push({ faults: [fault], from, to });
  }
  return groups.map(({ faults, from, to }, index) => ({
    faults,
    fromSeconds: from,
    healedAtSeconds: to === Infinity ? null : to,
    observedUntilSeconds: Math.max(from, Math.min(groups[index + 1]?.from ?? Infinity, plateauEndSeconds)),
  }));
};

/**
 * Cuts the run into phases of whole seconds. The second in which a fault went in belongs to `fault`, the one in which it went out
 * too, so that `steady`, `recovery` and `after` hold no second in which a fault was in place.
 * @param recoveredAtSeconds when the shop had recovered from a disturbance; null: not before the reserve ran out
 */
export const cutPhases = (
  plan: Plan,
  history: RunHistory,
  found: readonly Disturbance[],
  recoveredAtSeconds: (disturbance: Disturbance) => number | null,
): PhaseSpan[] => {
  const end = plateauEnd(plan, history);
  const runEnd = Math.max(end, Math.ceil(Math.min(plan.timing.endSeconds, history.endedAtSeconds)));
  const plateauStart = Math.min(Math.ceil(plan.timing.plateauStartSeconds), end);
  const marks: { phase: Phase; from: number }[] = [
    { phase: 'rampUp', from: 0 },
    { phase: 'steady', from: plateauStart },
  ];
  for (const disturbance of found) {
    const { fromSeconds, healedAtSeconds } = disturbance;
    marks.push({ phase: 'fault', from: Math.floor(fromSeconds) });
    if (healedAtSeconds === null) continue;
    const reserveEnd = healedAtSeconds + plan.timing.recoveryReserveSeconds;
    const healed = Math.ceil(healedAtSeconds);
    marks.push({ phase: 'recovery', from: healed });
    marks.push({ phase: 'after', from: Math.max(healed, Math.ceil(recoveredAtSeconds(disturbance) ?? reserveEnd)) });
  }
  marks.push({ phase: 'rampDown', from: end });
  return spansBetween(marks, runEnd, end);
};

const spansBetween = (
  marks: readonly { phase: Phase; from: number }[],
  runEnd: number,
  plateauEndSeconds: number,
): PhaseSpan[] => {
  const capped = marks.map(({ phase, from }) => ({
    phase,
    from: Math.max(0, phase === 'rampDown' ? from : Math.min(from, plateauEndSeconds)),
  }));
  return capped.flatMap(({ phase, from }, index) => {
    const laterStarts = capped.slice(index + 1).map((mark) => mark.from);
    const to = Math.min(runEnd, ...laterStarts);
    return to > from ? [{ phase, fromSeconds: from, toSeconds: to }] : [];
  });
};
