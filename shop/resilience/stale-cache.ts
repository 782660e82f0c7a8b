interface Entry {
  readonly value: unknown;
  readonly loadedAtMs: number;
  /** Grows while the value cannot be renewed. */
  freshMs: number;
}

export interface StaleCacheSettings {
  readonly entries: number;
  /** Unless what loads a value says otherwise. */
  readonly freshMs: number;
  /** Up to this age an old value is better than none. */
  readonly staleMs: number;
  readonly nowMs: () => number;
}

/**
 * A small cache in the process. A fresh value is answered; an old one too, while one load in the background renews it; a failed
 * renewal is tried again after a while. Without a value, all who ask wait for the same load. Values renewed longest ago go first:
 * nobody has asked for them since they were fresh. Those that are too old to be answered go as well, so that a shop with few visitors does not fill
 * its room for hours.
 * A key always stands for values of one type; until it is renewed, the same object is answered.
 */
export class StaleCache {
  private readonly entries = new Map<string, Entry>();
  private readonly loading = new Map<string, Promise<unknown>>();

  constructor(private readonly settings: StaleCacheSettings) {}

  /** @param freshMsOf how long this very value stays fresh, ms; without it, as the settings say. */
  async get<T>(key: string, load: () => Promise<T>, freshMsOf?: (value: T) => number): Promise<T> {
    const entry = this.entries.get(key);
    const ageMs = entry === undefined ? Infinity : this.settings.nowMs() - entry.loadedAtMs;
    if (entry === undefined || ageMs > this.settings.staleMs) return this.renew(key, load, freshMsOf);
    if (ageMs > entry.freshMs)
      this.renew(key, load, freshMsOf).catch(() => (entry.freshMs = ageMs + this.settings.freshMs / 10));
    return entry.value as T;
  }

  private renew<T>(key: string, load: () => Promise<T>, freshMsOf?: (value: T) => number): Promise<T> {
    const running = this.loading.get(key);
    if (running !== undefined) return running as Promise<T>;
    const loading = this.keep(key, load, freshMsOf).finally(() => this.loading.delete(key));
    this.loading.set(key, loading);
    return loading;
  }

  private async keep<T>(key: string, load: () => Promise<T>, freshMsOf?: (value: T) => number): Promise<T> {
    const value = await load();
    this.put(key, value, freshMsOf?.(value));
    return value;
  }

  /** Takes a value in as if it had just been loaded. */
  put(key: string, value: unknown, freshMs = this.settings.freshMs): void {
    this.entries.delete(key);
    this.entries.set(key, { value, loadedAtMs: this.settings.nowMs(), freshMs });
    this.letGo();
  }

  /** In the order in which they were renewed. */
  private letGo(): void {
    const { entries: room, staleMs, nowMs } = this.settings;
    const oldestMs = nowMs() - staleMs;
    for (const [key, { loadedAtMs }] of this.entries) {
      if (this.entries.size <= room && loadedAtMs >= oldestMs) return;
      this.entries.delete(key);
    }
  }

  /** Values that are kept. */
  get size(): number {
    return this.entries.size;
  }
}
