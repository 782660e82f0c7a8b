import { describeLoad } from '../core/planned-load.ts';
import { evidenceVersion, type Plan } from '../core/wire/plan.ts';
import { drive } from './drive.ts';
import { endLoad } from './end-load.ts';
import { quiesce, usualQuiescence } from './quiesce.ts';
import type { RehearsalParts } from './rehearsal-parts.ts';
import { watchAlarms } from './watch-alarms.ts';

/** k6 needs this long to bundle and to start its host VUs before T0. */
const leadMs = (plan: Plan): number => 4_000 + plan.load.hosts * 25;

/**
 * Runs the plan: DESIGN §4, steps 3 (opening audit) to 7. Evidence is appended as it happens; judging is the caller's.
 *
 * 1. Opening audit. 2. Fix T0 and start the load. 3. Drive: faults in and out on time, guard, progress.
 * 4. Heal, always. 5. End the load: by itself, then by the stop channel, then by signal; alarms are watched until it is over. 6. Quiesce and closing audit. 7. Close.
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
  const alarms = parts.alarms === null ? null : watchAlarms({ ...parts.alarms, journal, clock: parts.clock });
  const watchers = alarms === null ? parts.watchers : [...parts.watchers, alarms.watcher];
  let drivenToTheEnd = false;
  try {
    drivenToTheEnd = await drive({ ...parts, watchers }, load);
  } finally {
    await parts.faults
      .healAll(signal.aborted ? 'interrupt' : 'plan')
      .finally(() => endLoad(parts, load, drivenToTheEnd));
    await alarms?.finish();
  }
  if (signal.aborted) return;

  if (auditor !== null && opening !== null) {
    onStage('Waiting for the books to come to rest, then closing audit');
    const limits = { ...usualQuiescence, ...parts.rest };
    const { snapshot, quiesced, failure } = await quiesce(auditor, opening.sequence, limits, parts.clock);
    store.writeAudit({ schemaVersion: evidenceVersion, runId: plan.runId, opening, closing: snapshot, quiesced });
    const unread = failure === null ? '' : `; a look at them failed: ${failure}`;
    const state = quiesced ? 'at rest' : snapshot === null ? 'unread' : 'still moving';
    journal.say({ type: 'run', state: 'quiesced', detail: `the books are ${state}${unread}` });
  }
  journal.say({ type: 'run', state: 'closed' });
};
