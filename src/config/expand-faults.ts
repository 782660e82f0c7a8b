import type { Problem } from '../core/errors.ts';
import type { Experiment, WrittenFault } from './experiment.ts';
import { parseDurationSeconds } from '../core/duration.ts';

/** One fault of the run: repetitions written out. */
export type ExpandedFault = Omit<WrittenFault, 'repeat'>;

const nameOf = (fault: WrittenFault, repetition: number): string => `${fault.name}-${repetition}`;

/** Duration × whole number, in seconds; a duration that the schema has let through is one. */
const times = (duration: string | number, factor: number): number => Number(parseDurationSeconds(duration)) * factor;

/**
 * Writes repetitions out: the first starts as it is written, each further one so long after the first was applied. Who waits for a fault that
 * is repeated waits for its last repetition.
 */
export const expandFaults = ({ faults }: Pick<Experiment, 'faults'>): readonly ExpandedFault[] => {
  const lastName = new Map(
    faults.map((fault) => [fault.name, fault.repeat === undefined ? fault.name : nameOf(fault, fault.repeat.times)]),
  );
  return faults.flatMap(({ repeat, ...written }): ExpandedFault[] => {
    const { start } = written;
    const fault =
      'after' in start ? { ...written, start: { ...start, after: lastName.get(start.after) ?? start.after } } : written;
    if (repeat === undefined) return [fault];
    const first = nameOf(fault, 1);
    return Array.from({ length: repeat.times }, (_, index) => ({
      ...fault,
      name: nameOf(fault, index + 1),
      ...(index === 0 ? {} : { start: { after: first, event: 'applied' as const, delay: times(repeat.every, index) } }),
    }));
  });
};

const awaited = ({ start }: WrittenFault): string | null => ('after' in start ? start.after : null);

/** Faults that wait for one another in a circle, or for one that there is not, would never start. */
export const startProblems = (faults: readonly WrittenFault[], file: string): Problem[] => {
  const byName = new Map(faults.map((fault) => [fault.name, fault]));
  const waitsForItself = (fault: WrittenFault): boolean => {
    const seen = new Set<string>();
    for (let next = awaited(fault); next !== null && !seen.has(next);) {
      if (next === fault.name) return true;
      seen.add(next);
      const found = byName.get(next);
      next = found === undefined ? null : awaited(found);
    }
    return false;
  };
  return faults.flatMap((fault, index): Problem[] => {
    const after = awaited(fault);
    if (after === null) return [];
    const path = `faults[${index}].start.after`;
    if (!byName.has(after)) {
      const allowed = faults.filter((other) => other !== fault).map(({ name }) => name);
      return [
        { file, path, message: 'there is no such fault', received: after, allowed: allowed.join(', ') || 'none' },
      ];
    }
    return waitsForItself(fault)
      ? [{ file, path, message: 'waits for itself, so it would never start', received: after }]
      : [];
  });
};
