import type { Lease } from '../core/wire/lease.ts';
import type { PlannedFault } from '../core/wire/plan.ts';
import type { FaultInjector, FaultLeft } from '../ports.ts';

/** A fault of ours that a person may heal. */
export interface OwnFault {
  readonly runId: string;
  readonly fault: PlannedFault;
}

export interface HandHealed extends OwnFault {
  /** Null when it is healed. */
  readonly failure: unknown;
}

/** A toxic that is left says whose it is and what it is called; its attributes do not matter for healing. */
const fromToxic = ({ proxy, name, runId }: FaultLeft): OwnFault[] => {
  if (runId === null) return [];
  const fault: PlannedFault = {
    name: name.slice(`peakproof-${runId}-`.length),
    kind: 'latency',
    target: proxy,
    proxy,
    atSeconds: 0,
    durationSeconds: 1,
    longestLifeSeconds: 1,
    attributes: {},
    toxicity: 1,
  };
  return [{ runId, fault }];
};

/**
 * Which of the faults found at a Toxiproxy are ours: toxics by their names, disabled proxies by the leases, since Toxiproxy does not say who
 * disabled one.
 */
export const ownFaults = (left: readonly FaultLeft[], leases: readonly Lease[]): readonly OwnFault[] => {
  const disabled = new Set(left.filter(({ name }) => name === 'down').map(({ proxy }) => proxy));
  const fromLeases = leases.flatMap(({ runId, faults }) =>
    faults.filter(({ kind, proxy }) => kind === 'down' && disabled.has(proxy)).map((fault) => ({ runId, fault })),
  );
  return [...left.flatMap(fromToxic), ...fromLeases];
};

/** Heals faults one after the other; a failure does not keep it from the next. */
export const healByHand = async (
  injector: FaultInjector,
  faults: readonly OwnFault[],
): Promise<readonly HandHealed[]> => {
  const results: HandHealed[] = [];
  for (const { runId, fault } of faults) {
    const failure: unknown = await injector.heal(runId, fault).then(
      () => null,
      (error: unknown) => error,
    );
    results.push({ runId, fault, failure });
  }
  return results;
};
