import type { PlannedFault } from '../../core/wire/plan.ts';
import type { FaultRunner } from '../rehearsal-parts.ts';

/** What the operator says about faults. Both wait until it is said; false when the run ends before. */
export interface FaultHand {
  /** The fault that is to go in next. */
  toInject(fault: PlannedFault, stopNow: AbortSignal): Promise<boolean>;
  /** Resolves when it is to come out: at the word of the operator, or when it has been in for as long as it may. */
  toHeal(fault: PlannedFault, stopNow: AbortSignal): Promise<'hand' | 'plan' | null>;
  /** What became of it. */
  onState(fault: PlannedFault, state: 'inPlace' | 'out'): void;
}

/** The faults of the drill, one after the other, when the operator says so. */
export const runFaultsByHand =
  (hand: FaultHand): FaultRunner =>
  async ({ plan, faults, onStage, inPlace }, stopNow) => {
    for (const fault of plan.experiment?.faults ?? []) {
      if (!(await hand.toInject(fault, stopNow))) return;
      onStage(`Fault in, by hand: ${fault.name} (${fault.kind} on ${fault.target})`);
      await faults.apply(fault);
      inPlace.add(fault.name);
      hand.onState(fault, 'inPlace');
      const by = await hand.toHeal(fault, stopNow);
      // An interrupted wait leaves the healing to healAll, so that the event says who healed.
      if (by === null) return;
      await faults.heal(fault, by);
      inPlace.delete(fault.name);
      hand.onState(fault, 'out');
      onStage(`Fault out: ${fault.name} is healed`);
    }
  };
