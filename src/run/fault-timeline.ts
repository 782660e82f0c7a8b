import type { Plan, PlannedFault } from '../core/wire/plan.ts';
import type { Clock } from '../ports.ts';
import type { Journal } from './journal.ts';
import type { FaultKeeper } from './rehearsal-parts.ts';
import type { RunWatch } from './watch-run.ts';

interface FaultTimelineParts {
  readonly plan: Plan;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly faults: FaultKeeper;
  readonly watch: Pick<RunWatch, 'note' | 'steadiness' | 'hasRecovered'>;
  readonly onStage: (text: string) => void;
  /** Faults in place now, for the live view. */
  readonly inPlace: Set<string>;
  /** No steady state was shown before the first fault: the run is to stop. */
  readonly onUnsteady: (why: string) => void;
}

type Happening = 'applied' | 'healed' | 'recovered';

/** How a wait ended; `never`: what was waited for cannot happen any more. */
type Waited = 'happened' | 'stopped' | 'never';

const lookEveryMs = 1_000;

/** What has happened to the faults of a run, and what never will. */
const happenings = () => {
  const seen = new Map<string, number>();
  const skipped = new Set<string>();
  const key = (fault: string, event: Happening): string => `${fault} ${event}`;
  return {
    say: (fault: string, event: Happening, atSeconds: number) => void seen.set(key(fault, event), atSeconds),
    skip: (fault: string) => void skipped.add(fault),
    at: (fault: string, event: Happening): number | null => seen.get(key(fault, event)) ?? null,
    isSkipped: (fault: string): boolean => skipped.has(fault),
  };
};

/**
 * Puts the faults of the plan in and out on time. Each of them, side by side with the others:
 * 1. Wait for its offset, or for what has to happen to another fault; one that waits in vain is left out, which the journal says.
 * 2. Before the first of all: a steady state must be shown, or nothing is put in place and the run is told to stop.
 * 3. Apply. 4. Let it grow, stage by stage. 5. Heal.
 * An interrupted wait leaves the healing to whoever interrupts, so that the event says who healed.
 */
export const runFaultTimeline = async (parts: FaultTimelineParts, stopNow: AbortSignal): Promise<void> => {
  const { plan, journal, clock, faults, watch, onStage, inPlace } = parts;
  const happened = happenings();
  const now = (): number => journal.offsetSeconds() ?? 0;
  const until = async (atSeconds: number): Promise<boolean> => {
    await clock.sleep(Math.max(0, (atSeconds - now()) * 1_000), stopNow);
    return !stopNow.aborted;
  };

  let steady: boolean | null = null;
  const isSteady = (): boolean => {
    if (steady === null) {
      const { isShown, why } = watch.steadiness(now());
      steady = isShown;
      journal.say({ type: 'note', text: isShown ? `Steady: ${why}` : `Not steady: ${why}` });
      if (!isShown) parts.onUnsteady(why);
    }
    return steady;
  };

  /** The offset of what a fault waits for; null while it has not happened. */
  const triggerAt = ({ trigger }: PlannedFault): number | null => {
    if (trigger === undefined) return null;
    if (trigger.event === 'recovered' && happened.at(trigger.after, 'recovered') === null)
      if (watch.hasRecovered(trigger.after, now())) happened.say(trigger.after, 'recovered', now());
    return happened.at(trigger.after, trigger.event);
  };

  const untilTriggered = async (fault: PlannedFault): Promise<Waited> => {
    const { trigger } = fault;
    if (trigger === undefined) return (await until(fault.atSeconds)) ? 'happened' : 'stopped';
    for (;;) {
      if (stopNow.aborted) return 'stopped';
      if (happened.isSkipped(trigger.after)) return 'never';
      const atSeconds = triggerAt(fault);
      if (atSeconds !== null) return (await until(atSeconds + trigger.delaySeconds)) ? 'happened' : 'stopped';
      // The plan has room for it until then: later it would run into the end.
      if (trigger.event === 'recovered' && now() > fault.atSeconds - trigger.delaySeconds) return 'never';
      await clock.sleep(lookEveryMs, stopNow);
    }
  };

  const grow = async (fault: PlannedFault, appliedAtSeconds: number): Promise<boolean> => {
    for (const { afterSeconds, attributes } of fault.stages ?? []) {
      if (!(await until(appliedAtSeconds + afterSeconds))) return false;
      await faults.adjust({ ...fault, attributes });
    }
    return !stopNow.aborted;
  };

  const runOne = async (fault: PlannedFault): Promise<void> => {
    const waited = await untilTriggered(fault);
    if (waited === 'never') {
      happened.skip(fault.name);
      const { after, event } = fault.trigger ?? { after: '', event: '' };
      journal.say({ type: 'note', text: `${fault.name} was left out: ${after} was not ${event} in time` });
    }
    if (waited !== 'happened' || !isSteady()) return;
    onStage(`Fault in: ${fault.name} (${fault.kind} on ${fault.target}) for ${fault.durationSeconds} s`);
    await faults.apply(fault);
    const appliedAt = now();
    watch.note(fault.name, 'applied', appliedAt);
    happened.say(fault.name, 'applied', appliedAt);
    inPlace.add(fault.name);
    if (!(await grow(fault, appliedAt))) return;
    if (!(await until(appliedAt + fault.durationSeconds))) return;
    await faults.heal(fault, 'plan');
    watch.note(fault.name, 'healed', now());
    happened.say(fault.name, 'healed', now());
    inPlace.delete(fault.name);
    onStage(`Fault out: ${fault.name} is healed`);
  };
  await Promise.all((plan.experiment?.faults ?? []).map(runOne));
};
