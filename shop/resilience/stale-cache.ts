interface Entry {
  readonly value: unknown;
  readonly loadedAtMs: number;
}

export interface StaleCacheSettings {
  readonly entries: number;
  readonly freshMs: number;
  /** Up to this age an old value is better than none. */
  readonly staleMs: number;
  readonly nowMs: () => number;
}

/**
 * A small cache in the process. A fresh value is answered; an old one too, while one load in the background renews it; a failed
 * renewal changes nothing. Without a value, all who ask wait for the same load. Values asked for longest ago go first.
 * A key always stands for values of one type.
 */
export class StaleCache {
  private readonly entries = new Map<string, Entry>();
  private readonly loading = new Map<string, Promise<unknown>>();

  constructor(private readonly settings: StaleCacheSettings) {}

  async get<T>(key: string, load: () => Promise<T>): Promise<T> {
    const entry = this.entries.get(key);
    const ageMs = entry === undefined ? Infinity : this.settings.nowMs() - entry.loadedAtMs;
    if (entry === undefined || ageMs > this.settings.staleMs) return (await this.renew(key, load)) as T;
    this.entries.delete(key);
    this.entries.set(key, entry);
    if (ageMs > this.settings.freshMs) this.renew(key, load).catch(() => undefined);
    return entry.value as T;
  }

  private renew(key: string, load: () => Promise<unknown>): Promise<unknown> {
    const running = this.loading.get(key);
    if (running !== undefined) return running;
    const loading = this.keep(key, load).finally(() => this.loading.delete(key));
    this.loading.set(key, loading);
    return loading;
  }

  private async keep(key: string, load: () => Promise<unknown>): Promise<unknown> {
    const value = await load();
    this.entries.delete(key);
    this.entries.set(key, { value, loadedAtMs: this.settings.nowMs() });
    if (this.entries.size > this.settings.entries) {
      const oldest = this.entries.keys().next();
      if (oldest.done !== true) this.entries.delete(oldest.value);
    }
    return value;
  }
}
