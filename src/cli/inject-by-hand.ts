import path from 'node:path';
import { systemClock } from '../adapters/clock/system-clock.ts';
import { leaseFileAt } from '../adapters/lease/lease-file.ts';
import { systemProcesses } from '../adapters/processes/index.ts';
import { openRunStore } from '../adapters/run-store/run-store.ts';
import type { PlannedFault } from '../core/wire/plan.ts';
import { keepFaults } from '../run/heal.ts';
import { openJournal } from '../run/journal.ts';
import { holdLease } from '../run/lease.ts';
import { armJanitor } from './arm-janitor.ts';
import type { CliContext } from './context.ts';
import { faultInjectorAt, type FaultPlacesAt } from './fault-injector.ts';
import { newRunId } from './machine.ts';

interface HandInjection {
  readonly fault: PlannedFault;
  readonly places: FaultPlacesAt;
  /** Folder of the runs: the lease goes into a folder of its own below it. */
  readonly reportsFolder: string;
}

/**
 * Injects one fault by hand, under a lease as a run has it: 1. lease, 2. janitor, 3. apply, 4. wait for its time or for Ctrl-C, 5. heal,
 * 6. give the lease back.
 * @throws what applying or healing throws; with a fault that may be left, the janitor goes on trying.
 */
export const injectByHand = async (
  context: CliContext,
  { fault, places, reportsFolder }: HandInjection,
): Promise<void> => {
  const runId = `hand-${newRunId(Date.now())}`;
  const store = openRunStore(path.join(reportsFolder, runId));
  const journal = openJournal(systemClock, store);
  journal.fixT0(0);
  const leaseFile = leaseFileAt(path.join(store.folder, 'lease.json'));
  const lease = holdLease({
    file: leaseFile,
    runId,
    toxiproxyUrl: places.toxiproxyUrl,
    servicesUrl: places.servicesUrl ?? null,
    toxiproxyOwned: false,
    offsetSeconds: () => journal.offsetSeconds(),
    clock: systemClock,
    processes: systemProcesses(process),
  });
  const injector = faultInjectorAt(places);
  const keeper = keepFaults({ runId, injector, lease, journal, clock: systemClock });
  try {
    const { gone } = await armJanitor(context, leaseFile.path, store.folder);
    await keeper.apply(fault);
    context.out(
      `in place: ${fault.kind} on ${fault.target} for ${fault.durationSeconds} s (run ${runId}); Ctrl-C heals it now`,
    );
    await systemClock.sleep(fault.durationSeconds * 1_000, AbortSignal.any([context.signal, gone]));
    if (gone.aborted) context.err(`The janitor is gone (${String(gone.reason)}), so the fault is healed now`);
    await keeper.heal(fault, context.signal.aborted ? 'interrupt' : 'plan');
    await keeper.healAll('plan');
    context.out(`healed: ${fault.kind} on ${fault.target}`);
  } finally {
    lease.release();
  }
};
