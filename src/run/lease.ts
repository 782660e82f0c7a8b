import type { Lease, LeasedProcess } from '../core/wire/lease.ts';
import { evidenceVersion, type PlannedFault } from '../core/wire/plan.ts';
import type { Clock, LeaseFile, Processes } from '../ports.ts';

const heartbeatMs = 1_000;
const defaultLeaseSeconds = 10;

export interface LeaseParts {
  readonly file: LeaseFile;
  readonly runId: string;
  readonly toxiproxyUrl: string;
  /** Null where faults on services are not possible. */
  readonly servicesUrl?: string | null;
  /** Toxiproxy is among the processes of role `shop`, so that its faults go with it. */
  readonly toxiproxyOwned: boolean;
  /** Seconds from T0, null before it is fixed: as the journal has it. */
  readonly offsetSeconds: () => number | null;
  readonly clock: Clock;
  readonly processes: Processes;
  readonly leaseSeconds?: number;
}

/** The harness's side of the lease: it writes what the janitor would have to put right, and keeps the heart beating. */
export interface HeldLease {
  readonly faults: readonly PlannedFault[];
  /** Toxiproxy is ours: it ends with the shop. */
  readonly ownsToxiproxy: boolean;
  /** The file is gone: the janitor has taken over, or the folder was removed. */
  isLost(): boolean;
  /** Writes the fault down; to be called before it is applied. */
  add(fault: PlannedFault): void;
  /** The fault is healed. */
  drop(faultName: string): void;
  /** Processes that the janitor ends if the harness cannot. */
  addProcesses(pids: readonly number[], role: LeasedProcess['role']): void;
  /** Toxiproxy was ours and its processes have ended: no fault of it can be in place. */
  toxiproxyIsGone(): boolean;
  /**
   * Ends the heartbeat, and the lease with it; to be called when the processes have ended. With a fault still in it the file stays, and
   * the janitor, missing the heartbeat, goes on trying.
   */
  release(): void;
}

const isGone = (processes: Processes, { pid, startMark }: LeasedProcess): boolean =>
  processes.startMark(pid) !== startMark;

/** Whether the Toxiproxy of the lease has ended, which takes its faults away. */
export const toxiproxyIsGone = (lease: Lease, processes: Processes): boolean => {
  const shop = lease.processes.filter(({ role }) => role === 'shop');
  return lease.toxiproxyOwned && shop.length > 0 && shop.every((process) => isGone(processes, process));
};

/** Takes the lease out: writes the file and starts the heartbeat. The janitor is started after it and before the first fault. */
export const holdLease = (parts: LeaseParts): HeldLease => {
  const { file, clock, processes } = parts;
  const released = new AbortController();
  let lease: Lease = {
    schemaVersion: evidenceVersion,
    runId: parts.runId,
    t0Ms: null,
    toxiproxyUrl: parts.toxiproxyUrl,
    ...(parts.servicesUrl === undefined || parts.servicesUrl === null ? {} : { servicesUrl: parts.servicesUrl }),
    toxiproxyOwned: parts.toxiproxyOwned,
    leaseSeconds: parts.leaseSeconds ?? defaultLeaseSeconds,
    faults: [],
    processes: [],
  };
  const change = (changes: Partial<Lease>): void => {
    const offset = parts.offsetSeconds();
    lease = { ...lease, ...changes, t0Ms: offset === null ? null : Math.round(clock.nowMs() - offset * 1_000) };
    // A lease that the janitor took back must not come to life again.
    if (file.beat() !== null) file.write(lease);
  };
  const beat = async (): Promise<void> => {
    while (!released.signal.aborted) {
      file.touch();
      await clock.sleep(heartbeatMs, released.signal);
    }
  };

  file.write(lease);
  void beat();
  return {
    get faults() {
      return lease.faults;
    },
    ownsToxiproxy: parts.toxiproxyOwned,
    isLost: () => file.beat() === null,
    add: (fault) => change({ faults: [...lease.faults.filter(({ name }) => name !== fault.name), fault] }),
    drop: (faultName) => change({ faults: lease.faults.filter(({ name }) => name !== faultName) }),
    addProcesses: (pids, role) => {
      const marked = pids.flatMap((pid): LeasedProcess[] => {
        const startMark = processes.startMark(pid);
        return startMark === null ? [] : [{ pid, startMark, role }];
      });
      change({ processes: [...lease.processes, ...marked] });
    },
    toxiproxyIsGone: () => toxiproxyIsGone(lease, processes),
    release: () => {
      released.abort();
      if (lease.faults.length === 0 || toxiproxyIsGone(lease, processes)) file.remove();
    },
  };
};
