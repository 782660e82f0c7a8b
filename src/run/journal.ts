import type { RunEvent } from '../core/wire/events.ts';
import { evidenceVersion } from '../core/wire/plan.ts';
import type { Clock, RunStore } from '../ports.ts';

/** An event as the run says it; version, instant and offset are added by the journal. */
export type Said = RunEvent extends infer Event
  ? Event extends RunEvent
    ? Omit<Event, 'v' | 'at' | 'offsetSeconds'>
    : never
  : never;

/** T0 of a run on both clocks, and the journal that stamps events against it. */
export interface Journal {
  /** Fixes T0 at this many ms from now. @returns T0 as wall time, ms since the epoch. */
  fixT0(leadMs: number): number;
  /** Seconds from T0 on the monotonic clock; null before T0 is fixed. */
  offsetSeconds(): number | null;
  say(event: Said): void;
  /** Everything said so far. */
  readonly events: readonly RunEvent[];
}

const toMillis = (seconds: number): number => Math.round(seconds * 1_000) / 1_000;

/** Makes the journal of a run: events are appended to the store as they are said. */
export const openJournal = (clock: Clock, store: Pick<RunStore, 'appendEvent'>): Journal => {
  let t0MonotonicMs: number | null = null;
  const events: RunEvent[] = [];
  const offsetSeconds = (): number | null =>
    t0MonotonicMs === null ? null : toMillis((clock.monotonicMs() - t0MonotonicMs) / 1_000);
  return {
    fixT0: (leadMs) => {
      t0MonotonicMs = clock.monotonicMs() + leadMs;
      return clock.nowMs() + leadMs;
    },
    offsetSeconds,
    say: (event) => {
      const said: RunEvent = {
        v: evidenceVersion,
        at: new Date(clock.nowMs()).toISOString(),
        offsetSeconds: offsetSeconds(),
        ...event,
      };
      events.push(said);
      store.appendEvent(said);
    },
    events,
  };
};
