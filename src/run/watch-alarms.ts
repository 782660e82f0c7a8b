import { NotReadyError, wordsOf } from '../core/errors.ts';
import type { AlarmLook, AlarmWatcher, Clock, WatchedAlarm } from '../ports.ts';
import type { Journal } from './journal.ts';
import type { GuardTrip, Watcher } from './watcher.ts';

/** The operators' alarms, and those among them that stop the run. */
export interface AlarmsToWatch {
  readonly watcher: AlarmWatcher;
  readonly stopOn: readonly string[];
}

export interface WatchParts extends AlarmsToWatch {
  readonly journal: Journal;
  readonly clock: Clock;
}

/** Alarms that are watched. */
export interface AlarmWatching {
  /** Wants the run aborted once an alarm that stops it goes off, or such alarms were out of sight for too long. */
  readonly watcher: Watcher;
  /** Takes a last look, and ends. */
  finish(): Promise<void>;
}

/** DescribeAlarms allows nine calls a second in an account; a look is one call for each hundred alarms. */
const lookEveryMs = 5_000;
/** Alarms that would stop the run may be out of sight for this long. */
const longestUnseenSeconds = 60;

/**
 * Before anything is started: the alarms are there, and none that stops a run is in ALARM.
 * @returns a remark on each alarm that would page nobody.
 * @throws NotReadyError when they cannot be asked for, when one is missing, or when the run would be stopped at once.
 */
export const checkAlarms = async ({ watcher, stopOn }: AlarmsToWatch): Promise<readonly string[]> => {
  const { alarms } = await watcher.look();
  const missing = alarms.filter(({ state }) => state === 'missing').map(({ alarm }) => alarm);
  if (missing.length > 0)
    throw new NotReadyError(
      `CloudWatch has no alarm ${missing.join(', ')}`,
      'Correct alarmsToWatch in the configuration, or the region: alarms are kept by region.',
    );
  const stopping = alarms.filter(({ alarm, state }) => state === 'ALARM' && stopOn.includes(alarm));
  if (stopping.length > 0)
    throw new NotReadyError(
      `${stopping.map(({ alarm }) => alarm).join(', ')} would stop the run at once: in ALARM already`,
      'Wait until the shop is well, or take the alarm out of those that stop a run.',
    );
  return alarms
    .filter(({ pages }) => !pages)
    .map(({ alarm }) => `The alarm ${alarm} has no enabled action: nobody would be paged by it`);
};

/**
 * Watches alarms while a run goes on, and says in the journal how they change.
 * 1. A first look: the states from which changes count. 2. A look every 5 s until the signal. 3. A last look.
 * A look that fails is said, and the next is taken all the same.
 */
export const watchAlarms = (parts: WatchParts): AlarmWatching => {
  const { journal, clock } = parts;
  const seen = new Map<string, WatchedAlarm>();
  const state: WatchState = { started: false, lostAtMs: null, trip: null };
  const over = new AbortController();
  const watch = async (): Promise<void> => {
    do {
      await lookOnce(parts, seen, state);
      await clock.sleep(lookEveryMs, over.signal);
    } while (!over.signal.aborted);
    await lookOnce(parts, seen, state);
    if (state.started && state.lostAtMs === null) journal.say({ type: 'watch', state: 'ended' });
  };
  const watching = watch();
  return {
    watcher: { see: () => (state.trip === null ? null : { wish: 'abort', trip: state.trip }) },
    finish: () => {
      over.abort();
      return watching;
    },
  };
};

interface WatchState {
  started: boolean;
  /** Since when CloudWatch has not answered, on the monotonic clock. */
  lostAtMs: number | null;
  trip: GuardTrip | null;
}

const lookOnce = async (parts: WatchParts, seen: Map<string, WatchedAlarm>, state: WatchState): Promise<void> => {
  const { watcher, stopOn, journal, clock } = parts;
  let look: AlarmLook;
  try {
    look = await watcher.look();
  } catch (error) {
    const nowMs = clock.monotonicMs();
    if (state.lostAtMs === null) journal.say({ type: 'watch', state: 'lost', detail: wordsOf(error) });
    state.lostAtMs ??= nowMs;
    const unseenSeconds = (nowMs - state.lostAtMs) / 1_000;
    if (stopOn.length > 0 && unseenSeconds >= longestUnseenSeconds)
      state.trip ??= {
        condition: 'alarmsUnseen',
        value: Math.round(unseenSeconds),
        limit: longestUnseenSeconds,
        detail: `the alarms that stop a run have been out of sight for ${Math.round(unseenSeconds)} s: ${wordsOf(error)}`,
      };
    return;
  }
  if (!state.started) sayStarted(look, journal);
  else if (state.lostAtMs !== null) journal.say({ type: 'watch', state: 'regained' });
  state.started = true;
  state.lostAtMs = null;
  for (const now of look.alarms) {
    sayChange(seen.get(now.alarm), now, parts);
    seen.set(now.alarm, now);
    if (now.state === 'ALARM' && stopOn.includes(now.alarm))
      state.trip ??= { condition: 'alarm', value: 1, limit: 0, detail: `the alarm ${now.alarm} is in ALARM` };
  }
};

const sayStarted = ({ alarms, clockAheadSeconds }: AlarmLook, journal: Journal): void =>
  journal.say({
    type: 'watch',
    state: 'started',
    alarms: alarms.map(({ alarm, state, pages }) => ({ alarm, state, pages })),
    ...(clockAheadSeconds === null ? {} : { clockAheadSeconds }),
  });

const sayChange = (before: WatchedAlarm | undefined, now: WatchedAlarm, { journal, clock }: WatchParts): void => {
  if (before === undefined) return;
  if (before.state === now.state && before.transitionedAtMs === now.transitionedAtMs) return;
  journal.say({
    type: 'alarm',
    alarm: now.alarm,
    from: before.state,
    to: now.state,
    transitionedAt: new Date(now.transitionedAtMs ?? clock.nowMs()).toISOString(),
  });
};
