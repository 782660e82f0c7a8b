import { NotReadyError } from '../core/errors.ts';
import type { Phase } from '../core/wire/budgets.ts';
import type { RunningLoad } from '../ports.ts';
import { engineGraceSeconds } from './end-load.ts';
import { runFaultTimeline } from './fault-timeline.ts';
import { phaseAt } from './foreseen-phase.ts';
import { interruptedBy } from './interrupted-by.ts';
import type { RehearsalParts } from './rehearsal-parts.ts';
import type { Tick, Watcher, Wish } from './watcher.ts';

const tickMs = 1_000;

/**
 * Drives the load from T0 to its end: faults in and out on time, watchers asked, progress told.
 * @returns true when the load ended by itself.
 */
export const drive = async (parts: RehearsalParts, load: RunningLoad): Promise<boolean> => {
  const { plan, journal, clock, signal, faults } = parts;
  const halt = new AbortController();
  const stopNow = AbortSignal.any([signal, halt.signal]);
  const state: { ended: boolean; faultError: Error | null } = { ended: false, faultError: null };
  const inPlace = new Set<string>();
  const onUnsteady = (why: string): void => {
    journal.say({ type: 'aborted', by: 'unsteady', detail: why });
    parts.onStage(`No steady state before the first fault, so the run stops: ${why}`);
    halt.abort();
  };
  let lastWords = '';
  void load.ended.then((end) => {
    state.ended = true;
    lastWords = end.lastWords;
    halt.abort();
  });

  await clock.sleep(Math.max(0, -(journal.offsetSeconds() ?? 0) * 1_000), stopNow);
  if (!stopNow.aborted) journal.say({ type: 'run', state: 'driving' });
  const runFaults = parts.runFaults ?? runFaultTimeline;
  const faultsDone = runFaults({ ...parts, inPlace, onUnsteady }, stopNow).catch((error: unknown) => {
    state.faultError = error instanceof Error ? error : new Error(String(error));
    halt.abort();
  });

  const deadlineSeconds = plan.timing.endSeconds + plan.load.patienceSeconds + engineGraceSeconds;
  let phase: Phase | null = null;
  let sawSomething = false;
  while (!stopNow.aborted && (journal.offsetSeconds() ?? 0) < deadlineSeconds) {
    const offsetSeconds = journal.offsetSeconds() ?? 0;
    const lines = parts.tail();
    sawSomething ||= lines.some(({ line }) => line.type === 'second');
    parts.watch.see(lines);
    const now = phaseAt(plan, offsetSeconds, inPlace.size > 0);
    if (now !== phase) journal.say({ type: 'phase', phase: now });
    phase = now;
    const tick = { offsetSeconds, phase: now, lines, faultInPlace: [...inPlace].join(', ') || null };
    parts.onTick(tick);
    const wish = firstWish(parts.watchers, tick);
    if (wish !== null) {
      if (wish.wish === 'abort') {
        journal.say({ type: 'guard', ...wish.trip });
        journal.say({ type: 'aborted', by: 'guard', detail: wish.trip.detail });
        parts.onStage(`Stop condition reached, faults are healed and the load ends: ${wish.trip.detail}`);
        await faults.healAll('guard');
      } else journal.say({ type: 'note', text: `The load ends earlier than planned: ${wish.why}` });
      halt.abort();
    }
    await clock.sleep(tickMs, stopNow);
  }
  halt.abort();
  await faultsDone;
  if (signal.aborted) journal.say({ type: 'aborted', by: interruptedBy(signal) });
  if (state.faultError !== null) {
    journal.say({ type: 'aborted', by: 'error', detail: 'a fault could not be applied or healed' });
    throw state.faultError;
  }
  if (state.ended && !sawSomething && !parts.tail().some(({ line }) => line.type === 'second') && !signal.aborted)
    throw new NotReadyError(
      `The load engine ended before it had begun. Its last words:\n${lastWords}`,
      'If they name your adapter, mend it there; the whole log is engine-w1.log in the folder of the run.',
    );
  return state.ended;
};

/** Every watcher sees every tick; the first that wants something is heard. */
const firstWish = (watchers: readonly Watcher[], tick: Tick): Wish | null =>
  watchers.map((watcher) => watcher.see(tick)).find((wish) => wish !== null) ?? null;
