import type { RunEvent } from '../wire/events.ts';

type WatchEvent = Extract<RunEvent, { type: 'watch' }>;
type StartedAlarm = NonNullable<WatchEvent['alarms']>[number];

/** A change of state of a watched alarm; instants in ms since the epoch by this machine's clock. */
export interface AlarmChange {
  readonly alarm: string;
  readonly from: string;
  readonly to: string;
  readonly atMs: number;
}

/** What was seen of the operators' alarms. */
export interface AlarmWatch {
  /** The alarms as they were when watching began. Empty in evidence that only holds changes. */
  readonly alarms: readonly StartedAlarm[];
  readonly changes: readonly AlarmChange[];
  /** Stretches in which nobody looked, ms since the epoch; the last one may be open. */
  readonly blind: readonly { readonly fromMs: number; readonly toMs: number }[];
}

/** Below this a difference of the clocks cannot be told from the second that an HTTP date is exact to. */
const leastSkewSeconds = 2;

/** Reads the watch from the events of a run; null when no alarm was watched. */
export const readAlarmWatch = (events: readonly RunEvent[]): AlarmWatch | null => {
  const watch = events.filter((event) => event.type === 'watch');
  const started = watch.find(({ state }) => state === 'started');
  const aheadSeconds = started?.clockAheadSeconds ?? 0;
  const skewMs = Math.abs(aheadSeconds) < leastSkewSeconds ? 0 : aheadSeconds * 1000;
  const changes = events
    .filter((event) => event.type === 'alarm')
    .map(({ alarm, from, to, transitionedAt }) => ({ alarm, from, to, atMs: Date.parse(transitionedAt) - skewMs }));
  if (started === undefined && changes.length === 0) return null;
  return { alarms: started?.alarms ?? [], changes, blind: blindStretches(watch) };
};

/** From each `lost` to the next `regained`, and from the last word on: after `ended`, or where that was never said. */
const blindStretches = (watch: readonly WatchEvent[]): { fromMs: number; toMs: number }[] =>
  watch.flatMap(({ state, at }, index) => {
    const next = watch[index + 1];
    if (state !== 'lost' && next !== undefined) return [];
    return [{ fromMs: Date.parse(at), toMs: next === undefined ? Infinity : Date.parse(next.at) }];
  });

/** An alarm that went off after a fault. */
export interface Alert {
  readonly alarm: string;
  readonly atMs: number;
  /** Null in evidence that does not say. */
  readonly pages: boolean | null;
}

/** Every alarm that went into ALARM from `fromMs` to `untilMs`, in that order. */
export const alertsBetween = ({ alarms, changes }: AlarmWatch, fromMs: number, untilMs: number): Alert[] =>
  changes
    .filter(({ from, to, atMs }) => to === 'ALARM' && from !== 'ALARM' && atMs >= fromMs && atMs <= untilMs)
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ alarm, atMs }) => ({ alarm, atMs, pages: alarms.find((one) => one.alarm === alarm)?.pages ?? null }));

/** State of an alarm at an instant. */
export const stateAt = ({ alarms, changes }: AlarmWatch, alarm: string, atMs: number): string =>
  changes
    .filter((change) => change.alarm === alarm && change.atMs < atMs)
    .sort((a, b) => a.atMs - b.atMs)
    .at(-1)?.to ??
  alarms.find((one) => one.alarm === alarm)?.state ??
  'missing';
