import { BadInputError, NotReadyError } from '../../core/errors.ts';
import { takesToxicity } from '../../core/fault-family.ts';
import { validateFaultAttributes } from '../../core/fault-kinds.ts';
import type { Lease } from '../../core/wire/lease.ts';
import type { PlannedFault } from '../../core/wire/plan.ts';
import type { FaultInjector, LeaseFile, ProcessMark, Processes } from '../../ports.ts';

export const someFault = (changes: Partial<PlannedFault> = {}): PlannedFault => ({
  name: 'database-failover',
  kind: 'down',
  target: 'database',
  proxy: 'rds',
  atSeconds: 30,
  durationSeconds: 20,
  longestLifeSeconds: 50,
  attributes: {},
  toxicity: 1,
  ...changes,
});

export const someLease = (changes: Partial<Lease> = {}): Lease => ({
  schemaVersion: 1,
  runId: '2026-11-27-083000-4f2a',
  t0Ms: Date.UTC(2026, 10, 27, 8, 30),
  toxiproxyUrl: 'http://127.0.0.1:8474',
  toxiproxyOwned: false,
  leaseSeconds: 10,
  faults: [],
  processes: [],
  ...changes,
});

/** A lease that lives in memory. */
export class MemoryLease implements LeaseFile {
  readonly path = 'lease.json';
  private beats = 0;
  constructor(public content: Lease | null = null) {}
  read(): Lease | null {
    return this.content === null ? null : structuredClone(this.content);
  }
  write(lease: Lease): void {
    this.content = structuredClone(lease);
    this.beats += 1;
  }
  touch(): boolean {
    this.beats += 1;
    return this.content !== null;
  }
  beat(): number | null {
    return this.content === null ? null : this.beats;
  }
  remove(): void {
    this.content = null;
  }
}

const upstreams = { rds: 'db:5432', redis: 'cache:6379', stripe: 'pay:443' };

/** Faults in memory, for proxies `rds`, `redis` and `stripe`. Obeys the contract of the port (tests/integration/faults). */
export class MemoryInjector implements FaultInjector {
  readonly inPlace = new Map<string, { runId: string; fault: PlannedFault }>();
  /** Calls that fail, in turn, before the next succeed. */
  readonly applyFailures: Error[] = [];
  readonly healFailures: Error[] = [];
  /** Awaited in the middle of each application. */
  whileApplying: () => Promise<void> = () => Promise.resolve();

  prepare(_runId: string, fault: PlannedFault): Promise<PlannedFault> {
    if (fault.kind !== 'failover' && fault.kind !== 'reroute') return Promise.resolve(fault);
    return Promise.resolve({
      ...fault,
      attributes: { ...fault.attributes, toAddress: 'standby:5432', fromAddress: 'db:5432' },
    });
  }
  adjust(runId: string, fault: PlannedFault): Promise<void> {
    this.inPlace.set(`${runId}/${fault.name}`, { runId, fault });
    return Promise.resolve();
  }
  async apply(runId: string, fault: PlannedFault): Promise<void> {
    const { kind, attributes, toxicity, proxy } = fault;
    const toxicityAllowed = takesToxicity(kind) ? toxicity > 0 && toxicity <= 1 : toxicity === 1;
    if (validateFaultAttributes(kind, attributes).length > 0 || !toxicityAllowed) throw new BadInputError([]);
    if (!Object.hasOwn(upstreams, proxy)) throw new NotReadyError(`no proxy ${proxy}`, '');
    await this.whileApplying();
    const failure = this.applyFailures.shift();
    if (failure !== undefined) throw failure;
    this.inPlace.set(`${runId}/${fault.name}`, { runId, fault });
  }
  heal(runId: string, fault: PlannedFault): Promise<void> {
    const failure = this.healFailures.shift();
    if (failure !== undefined) return Promise.reject(failure);
    this.inPlace.delete(`${runId}/${fault.name}`);
    return Promise.resolve();
  }
  left() {
    return Promise.resolve(
      [...this.inPlace.values()].map(({ runId, fault }) =>
        fault.kind === 'down'
          ? { proxy: fault.proxy, name: 'down', runId: null }
          : { proxy: fault.proxy, name: `peakproof-${runId}-${fault.name}`, runId },
      ),
    );
  }
  proxies() {
    return Promise.resolve(upstreams);
  }
}

/** Processes in memory: id → mark of its start. */
export class MemoryProcesses implements Processes {
  readonly sent: string[] = [];
  /** Ids that end on SIGKILL only. */
  readonly stubborn = new Set<number>();
  constructor(readonly alive: Map<number, string>) {}
  startMark(pid: number): string | null {
    return this.alive.get(pid) ?? null;
  }
  signal({ pid, startMark }: ProcessMark, name: 'SIGTERM' | 'SIGKILL'): void {
    if (this.alive.get(pid) !== startMark) return;
    this.sent.push(`${name} ${pid}`);
    if (name === 'SIGKILL' || !this.stubborn.has(pid)) this.alive.delete(pid);
  }
}
