import type { RunEvent } from '../../core/wire/events.ts';
import type { Recovery } from '../../core/wire/verdict.ts';
import type { ChartMark, FaultBand } from './chart.ts';

/**
 * Stretches with a fault in place, from the events: read back after apply to read back after heal (t0 to t2). One that was
 * never healed lasts to the end and says so.
 */
export const faultBands = (events: readonly RunEvent[], endSeconds: number): FaultBand[] => {
  const bands: FaultBand[] = [];
  const open = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'fault' || event.offsetSeconds === null) continue;
    if (event.state === 'applied') open.set(event.fault, event.offsetSeconds);
    const fromSeconds = open.get(event.fault);
    if (event.state === 'healed' && fromSeconds !== undefined) {
      bands.push({ label: event.fault, fromSeconds, toSeconds: event.offsetSeconds });
      open.delete(event.fault);
    }
  }
  for (const [fault, fromSeconds] of open)
    bands.push({ label: `${fault} (not healed)`, fromSeconds, toSeconds: endSeconds });
  return bands.toSorted((a, b) => a.fromSeconds - b.fromSeconds);
};

/** Onset and recovery of one step, each fault its own pair. */
export const marksOfStep = (recovery: readonly Recovery[], step: string): ChartMark[] =>
  recovery.filter((row) => row.step === step).flatMap(marksOfRow);

const marksOfRow = ({ onsetAtSeconds, recoveredAtSeconds }: Recovery): ChartMark[] => [
  ...(onsetAtSeconds === null ? [] : [{ kind: 'onset' as const, atSeconds: onsetAtSeconds }]),
  ...(recoveredAtSeconds === null ? [] : [{ kind: 'recovered' as const, atSeconds: recoveredAtSeconds }]),
];

/** For the run as a whole: the first onset of a fault, and its last recovery if every degraded step came back. */
export const marksOfRun = (recovery: readonly Recovery[]): ChartMark[] =>
  [...new Set(recovery.map((row) => row.fault))].flatMap((fault): ChartMark[] => {
    const degraded = recovery.filter((row) => row.fault === fault && row.onsetAtSeconds !== null);
    if (degraded.length === 0) return [];
    const onset = Math.min(...degraded.map((row) => row.onsetAtSeconds ?? Infinity));
    const back = degraded.map((row) => row.recoveredAtSeconds);
    const last = Math.max(...back.map((at) => at ?? Infinity));
    return [
      { kind: 'onset', atSeconds: onset },
      ...(Number.isFinite(last) ? [{ kind: 'recovered' as const, atSeconds: last }] : []),
    ];
  });
