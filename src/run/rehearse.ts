import { NotReadyError } from '../core/errors.ts';
import { describeLoad } from '../core/planned-load.ts';
import type { Phase } from '../core/wire/budgets.ts';
import { evidenceVersion, type Plan, type PlannedFault } from '../core/wire/plan.ts';
import type { Clock, LoadGenerator, RunningLoad, RunStore, ShopAuditor, TailedLine } from '../ports.ts';
import { watchBadShare, type StopCondition } from './guard.ts';
import type { Journal } from './journal.ts';
import { quiesce } from './quiesce.ts';

/** Who ends a fault, as events name it. */
export type HealedBy = 'plan' | 'guard' | 'interrupt';

/** Applies and heals the faults of one run, under its lease. */
export interface FaultKeeper {
  apply(fault: PlannedFault): Promise<void>;
  heal(fault: PlannedFault, by: HealedBy): Promise<void>;
  /** Heals whatever is in place. Throws CleanupFailedError when something may be left. */
  healAll(by: HealedBy): Promise<void>;
}

/** What the person watching is told, once a second. */
export interface Tick {
  readonly offsetSeconds: number;
  readonly phase: Phase;
  /** Timeline lines that came since the last tick. */
  readonly lines: readonly TailedLine[];
  readonly faultInPlace: string | null;
}

export interface RehearsalParts {
  readonly plan: Plan;
  readonly store: RunStore;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly generator: LoadGenerator;
  readonly baseUrl: string;
  readonly adapterFile: string;
  readonly auditor: ShopAuditor | null;
  readonly faults: FaultKeeper;
  readonly stopWhen: StopCondition | null;
  /** Timeline lines written since the last call. */
  readonly tail: () => readonly TailedLine[];
  /** Called once the load is running, with its process ids, for the janitor. */
  readonly onLoadStarted: (pids: readonly number[]) => void;
  /** Aborted by SIGINT or SIGTERM; its reason is the signal's name. */
  readonly signal: AbortSignal;
  readonly onTick: (tick: Tick) => void;
  readonly onStage: (text: string) => void;
}

/** k6 needs this long to bundle and to start its host VUs before T0. */
const leadMs = (plan: Plan): number => 4_000 + plan.load.hosts * 25;
/** Shoppers finish their step within their patience; then this much for the engine to write its last lines. */
const engineGraceSeconds = 15;
const interruptedGraceMs = 5_000;
const tickMs = 1_000;

const quiescence = { settleMs: 3_000, betweenLooksMs: 2_500, deadlineMs: 45_000 };

/**
 * Runs the plan: DESIGN §4, steps 3 (opening audit) to 7. Evidence is appended as it happens; judging is the caller's.
 *
 * 1. Opening audit. 2. Fix T0 and start the load. 3. Drive: faults in and out on time, guard, progress.
 * 4. Heal, always. 5. End the load: by itself, then by the stop channel, then by signal. 6. Quiesce and closing audit. 7. Close.
 *
 * @throws NotReadyError when the load engine ends before it has begun, or the auditor does not answer before the run;
 *   CleanupFailedError when a fault may be left in place. The load is ended in either case.
 */
export const rehearse = async (parts: RehearsalParts): Promise<void> => {
  const { plan, store, journal, auditor, signal, onStage } = parts;
  journal.say({ type: 'run', state: 'created' });
  let opening = null;
  if (auditor !== null) {
    onStage('Opening audit of stock, orders and charges');
    opening = await auditor.snapshot(0);
    const audit = {
      schemaVersion: evidenceVersion,
      runId: plan.runId,
      opening,
      closing: null,
      quiesced: false,
    } as const;
    store.writeAudit(audit);
  }

  onStage(`Starting the load engine: ${describeLoad(plan.load)}`);
  const t0Ms = journal.fixT0(leadMs(plan));
  const { baseUrl, adapterFile } = parts;
  const load = await parts.generator.start({ plan, runFolder: store.folder, t0Ms, baseUrl, adapterFile });
  parts.onLoadStarted(load.pids);
  let drivenToTheEnd = false;
  try {
    drivenToTheEnd = await drive(parts, load);
  } finally {
    await parts.faults
      .healAll(signal.aborted ? 'interrupt' : 'plan')
      .finally(() => endLoad(parts, load, drivenToTheEnd));
  }
  if (signal.aborted) return;

  if (auditor !== null && opening !== null) {
    onStage('Waiting for the books to come to rest, then closing audit');
    const { snapshot, quiesced } = await quiesce(auditor, opening.sequence, quiescence, parts.clock);
    store.writeAudit({ schemaVersion: evidenceVersion, runId: plan.runId, opening, closing: snapshot, quiesced });
    journal.say({
      type: 'run',
      state: 'quiesced',
      detail: quiesced ? 'the books are at rest' : 'the books still move',
    });
  }
  journal.say({ type: 'run', state: 'closed' });
};

/** @returns true when the load ended by itself. */
const drive = async (parts: RehearsalParts, load: RunningLoad): Promise<boolean> => {
  const { plan, journal, clock, signal, faults } = parts;
  const guard = parts.stopWhen === null ? null : watchBadShare(parts.stopWhen);
  const halt = new AbortController();
  const stopNow = AbortSignal.any([signal, halt.signal]);
  const state: { ended: boolean; faultInPlace: string | null; faultError: Error | null } = {
    ended: false,
    faultInPlace: null,
    faultError: null,
  };
  let lastWords = '';
  void load.ended.then((end) => {
    state.ended = true;
    lastWords = end.lastWords;
    halt.abort();
  });

  await clock.sleep(Math.max(0, -(journal.offsetSeconds() ?? 0) * 1_000), stopNow);
  if (!stopNow.aborted) journal.say({ type: 'run', state: 'driving' });
  const faultsDone = runFaults(parts, stopNow, state).catch((error: unknown) => {
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
    const now = phaseAt(plan, offsetSeconds, state.faultInPlace !== null);
    if (now !== phase) journal.say({ type: 'phase', phase: now });
    phase = now;
    parts.onTick({ offsetSeconds, phase: now, lines, faultInPlace: state.faultInPlace });
    const trip = guard?.see(lines, offsetSeconds) ?? null;
    if (trip !== null) {
      journal.say({ type: 'guard', ...trip });
      journal.say({ type: 'aborted', by: 'guard', detail: trip.detail });
      await faults.healAll('guard');
      halt.abort();
    }
    await clock.sleep(tickMs, stopNow);
  }
  halt.abort();
  await faultsDone;
  if (signal.aborted) journal.say({ type: 'aborted', by: signal.reason === 'SIGTERM' ? 'SIGTERM' : 'SIGINT' });
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

const runFaults = async (
  { plan, journal, clock, faults, onStage }: RehearsalParts,
  stopNow: AbortSignal,
  state: { faultInPlace: string | null },
): Promise<void> => {
  const until = async (atSeconds: number): Promise<boolean> => {
    await clock.sleep(Math.max(0, (atSeconds - (journal.offsetSeconds() ?? 0)) * 1_000), stopNow);
    return !stopNow.aborted;
  };
  const runOne = async (fault: PlannedFault): Promise<void> => {
    if (!(await until(fault.atSeconds))) return;
    onStage(`Fault in: ${fault.name} (${fault.kind} on ${fault.target}) for ${fault.durationSeconds} s`);
    await faults.apply(fault);
    state.faultInPlace = fault.name;
    // An interrupted wait leaves the healing to healAll, so that the event says who healed.
    if (!(await until((journal.offsetSeconds() ?? 0) + fault.durationSeconds))) return;
    await faults.heal(fault, 'plan');
    state.faultInPlace = null;
    onStage(`Fault out: ${fault.name} is healed`);
  };
  await Promise.all((plan.experiment?.faults ?? []).map(runOne));
};

/** The phase as the plan foresees it, for display and for the event log; the judge derives its own from the evidence. */
const phaseAt = ({ timing, experiment }: Plan, offsetSeconds: number, faultInPlace: boolean): Phase => {
  if (faultInPlace) return 'fault';
  if (offsetSeconds < timing.plateauStartSeconds) return 'rampUp';
  if (offsetSeconds >= timing.rampDownStartSeconds) return 'rampDown';
  const healedAt = (experiment?.faults ?? []).map((fault) => fault.atSeconds + fault.durationSeconds);
  const past = healedAt.filter((at) => at <= offsetSeconds);
  if (past.length === 0) return 'steady';
  return offsetSeconds < Math.max(...past) + timing.recoveryReserveSeconds ? 'recovery' : 'after';
};

const endLoad = async ({ journal, clock, plan, signal }: RehearsalParts, load: RunningLoad, endedByItself: boolean) => {
  if (endedByItself) {
    journal.say({ type: 'run', state: 'loadEnded' });
    return;
  }
  journal.say({ type: 'run', state: 'stopRequested' });
  await load.stop();
  const graceMs = signal.aborted ? interruptedGraceMs : (plan.load.patienceSeconds + engineGraceSeconds) * 1_000;
  const ended = await Promise.race([load.ended.then(() => true), clock.sleep(graceMs).then(() => false)]);
  if (ended) {
    journal.say({ type: 'run', state: 'loadEnded' });
    return;
  }
  await load.kill();
  journal.say({
    type: 'run',
    state: 'loadKilled',
    detail: `shoppers were still busy ${graceMs / 1_000} s after the request`,
  });
};
