import type { ChainableCommander, Redis } from 'ioredis';

/** What a page can wait for its neighbours, ms: a write that wakes a sleeping process costs more than all else about a command. */
const windowMs = 2;

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

/** Sends commands that come within a moment of each other as one. Each has an outcome of its own. */
export class CacheBatch {
  private batch: ChainableCommander | null = null;
  private waiting: Waiting[] = [];

  constructor(private readonly cache: Redis) {}

  get(key: string): Promise<string | null> {
    return this.send((batch) => batch.get(key));
  }

  set(key: string, text: string, lifeSeconds: number): Promise<'OK'> {
    return this.send((batch) => batch.set(key, text, 'EX', lifeSeconds));
  }

  /** Sets a value and answers the one that was there. */
  exchange(key: string, text: string, lifeSeconds: number): Promise<string | null> {
    return this.send((batch) => batch.set(key, text, 'EX', lifeSeconds, 'GET'));
  }

  private send<T>(add: (batch: ChainableCommander) => unknown): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.batch === null) {
        this.batch = this.cache.pipeline();
        setTimeout(() => void this.flush(), windowMs);
      }
      add(this.batch);
      this.waiting.push({ resolve: resolve as Waiting['resolve'], reject });
    });
  }

  private async flush(): Promise<void> {
    const { batch, waiting } = this;
    this.batch = null;
    this.waiting = [];
    try {
      const answers = (await batch?.exec()) ?? [];
      for (const [index, { resolve, reject }] of waiting.entries()) {
        const [error, answer] = answers[index] ?? [new Error('the cache did not answer'), null];
        if (error === null) resolve(answer);
        else reject(error);
      }
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }
}
