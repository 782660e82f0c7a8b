import type { RunEvent } from './wire/events.ts';

type FaultEvent = Extract<RunEvent, { type: 'fault' }>;

/** What happened to one fault. Offsets in seconds from T0; null where it did not happen. */
export interface FaultLife {
  readonly fault: string;
  /** Applied and read back: t0 of DESIGN §6. */
  readonly appliedAtSeconds: number | null;
  /** Wall time of the same, ms since the epoch. */
  readonly appliedAtMs: number | null;
  /** Healed and read back: t2. */
  readonly healedAtSeconds: number | null;
}

/** The life of a run, as its events tell it. */
export interface RunHistory {
  /** Wall time of T0, ISO; null when the load was never started. */
  readonly startedAt: string | null;
  /** The load was asked to stop before it would have ended by plan, seconds from T0. */
  readonly stoppedAtSeconds: number | null;
  /** Last event of the load, or the last event at all, seconds from T0. */
  readonly endedAtSeconds: number;
  readonly aborted: { readonly by: string; readonly atSeconds: number | null; readonly detail?: string } | null;
  /** Every worker ended by itself. */
  readonly loadEnded: boolean;
  readonly loadKilled: boolean;
  /** The run came to its orderly end. */
  readonly closed: boolean;
  readonly faults: readonly FaultLife[];
  /** Faults whose last word is not a verified heal. */
  readonly faultsLeft: readonly string[];
}

/** Reads the events of a run. A run that neither closed nor was aborted counts as aborted by `killed`. */
export const readHistory = (events: readonly RunEvent[]): RunHistory => {
  const runStates = events.filter((event) => event.type === 'run');
  const startedAt = runStates.find((event) => event.state === 'driving')?.at ?? null;
  const offsetOf = (event: RunEvent): number | null =>
    event.offsetSeconds ?? (startedAt === null ? null : (Date.parse(event.at) - Date.parse(startedAt)) / 1000);
  const firstOffset = (found: RunEvent | undefined) => (found === undefined ? null : offsetOf(found));
  const isState = (state: (typeof runStates)[number]['state']) => runStates.some((event) => event.state === state);

  const closed = isState('closed');
  const abortedEvent = events.find((event) => event.type === 'aborted');
  const lastOffset = events.reduce((last, event) => Math.max(last, offsetOf(event) ?? 0), 0);
  const stops = [
    runStates.find((event) => event.state === 'stopRequested'),
    events.find((event) => event.type === 'phase' && event.phase === 'rampDown'),
    abortedEvent,
  ].map(firstOffset);
  const knownStops = stops.filter((offset) => offset !== null);
  const loadEnd = runStates.find((event) => event.state === 'loadEnded' || event.state === 'loadKilled');
  const faultEvents = events.filter((event) => event.type === 'fault');

  return {
    startedAt,
    stoppedAtSeconds: knownStops.length === 0 ? null : Math.max(0, Math.min(...knownStops)),
    endedAtSeconds: Math.max(0, firstOffset(loadEnd) ?? lastOffset),
    aborted:
      abortedEvent?.type === 'aborted'
        ? {
            by: abortedEvent.by,
            atSeconds: offsetOf(abortedEvent),
            ...(abortedEvent.detail === undefined ? {} : { detail: abortedEvent.detail }),
          }
        : closed
          ? null
          : { by: 'killed', atSeconds: startedAt === null ? null : lastOffset },
    loadEnded: isState('loadEnded'),
    loadKilled: isState('loadKilled'),
    closed,
    faults: readFaults(faultEvents, offsetOf),
    faultsLeft: readFaultsLeft(faultEvents, closed || abortedEvent !== undefined),
  };
};

/** Faults that the run put in place, or tried to; what a janitor only takes out (a way back after a fail-over) is none of them. */
const readFaults = (events: readonly FaultEvent[], offsetOf: (event: RunEvent) => number | null): FaultLife[] =>
  [...new Set(events.filter(({ state }) => state.startsWith('appl')).map((event) => event.fault))].map((fault) => {
    const own = events.filter((event) => event.fault === fault);
    const appliedIndex = own.findIndex((event) => event.state === 'applied');
    const applied = own[appliedIndex];
    const healed = applied && own.slice(appliedIndex).find((event) => event.state === 'healed');
    return {
      fault,
      appliedAtSeconds: applied ? offsetOf(applied) : null,
      appliedAtMs: applied ? Date.parse(applied.at) : null,
      healedAtSeconds: healed ? offsetOf(healed) : null,
    };
  });

/** A fault that could not be applied is healed or was never there, unless the harness died before it could say which. */
const readFaultsLeft = (events: readonly FaultEvent[], saidItsEnd: boolean): string[] => {
  const last = new Map(events.map((event) => [event.fault, event.state]));
  return [...last]
    .filter(([, state]) => state !== 'healed' && !(state === 'applyFailed' && saidItsEnd))
    .map(([fault]) => fault);
};
