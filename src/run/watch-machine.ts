import { roundFigures } from '../core/rounding.ts';
import type { MachineLine } from '../core/wire/machine.ts';
import { evidenceVersion } from '../core/wire/plan.ts';
import type { Clock, ProcessorTimes, RunStore } from '../ports.ts';
import type { Journal } from './journal.ts';
import { repeatFromT0, type Repetition } from './repeat.ts';

/** Long enough that ticks of 10 ms say what share is whose. */
const everySeconds = 5;

const between = (
  before: ProcessorTimes,
  after: ProcessorTimes,
): Pick<MachineLine, 'busyShare' | 'othersShare' | 'stolenShare'> => {
  const all = after.all - before.all;
  const shareOf = (ticks: number): number => roundFigures(Math.min(1, Math.max(0, ticks / all)));
  const own = after.own - before.own;
  return {
    busyShare: shareOf(all - (after.idle - before.idle)),
    othersShare: shareOf(after.programs - before.programs - own),
    stolenShare: shareOf(after.stolen - before.stolen),
  };
};

/** Writes down what became of the processors' time, every 5 s from T0 on, until it is stopped; nothing where the system does not say. */
export const watchMachine = (parts: {
  readonly times: () => ProcessorTimes | null;
  readonly store: Pick<RunStore, 'appendMachine'>;
  readonly journal: Journal;
  readonly clock: Clock;
}): Repetition => {
  let last: { readonly atSeconds: number; readonly times: ProcessorTimes } | null = null;
  return repeatFromT0(parts, everySeconds, (offsetSeconds) => {
    const times = parts.times();
    if (times === null) return;
    if (last !== null && times.all > last.times.all)
      parts.store.appendMachine({
        v: evidenceVersion,
        offsetSeconds,
        seconds: roundFigures(offsetSeconds - last.atSeconds),
        ...between(last.times, times),
      });
    last = { atSeconds: offsetSeconds, times };
  });
};
