import type { AlarmLook, AlarmWatcher, Clock, WatchedAlarm } from '../../ports.ts';

/** Alarms in memory, all OK at first. Obeys the contract of the port (tests/integration/cloudwatch). */
export class MemoryAlarms implements AlarmWatcher {
  /** Looks that fail, in turn, before the next succeed. */
  readonly failures: Error[] = [];
  private readonly kept = new Map<string, WatchedAlarm>();
  private readonly clock: Pick<Clock, 'nowMs'>;
  private readonly names: readonly string[];

  constructor(clock: Pick<Clock, 'nowMs'>, names: readonly string[]) {
    this.clock = clock;
    this.names = names;
    for (const alarm of names) this.put(alarm, true);
  }

  put(alarm: string, pages: boolean): void {
    this.kept.set(alarm, { alarm, state: 'OK', transitionedAtMs: this.clock.nowMs(), pages });
  }

  set(alarm: string, state: WatchedAlarm['state']): void {
    const before = this.kept.get(alarm);
    if (before === undefined || before.state === state) return;
    this.kept.set(alarm, { ...before, state, transitionedAtMs: this.clock.nowMs() });
  }

  remove(alarm: string): void {
    this.kept.delete(alarm);
  }

  /** The same alarms, seen by these names. */
  seeing(names: readonly string[]): AlarmWatcher {
    return { look: () => this.lookAt(names) };
  }

  look(): Promise<AlarmLook> {
    return this.lookAt(this.names);
  }

  private lookAt(names: readonly string[]): Promise<AlarmLook> {
    const failure = this.failures.shift();
    if (failure !== undefined) return Promise.reject(failure);
    const missing = { state: 'missing', transitionedAtMs: null, pages: false } as const;
    return Promise.resolve({
      alarms: names.map((alarm) => this.kept.get(alarm) ?? { alarm, ...missing }),
      clockAheadSeconds: 0,
    });
  }
}
