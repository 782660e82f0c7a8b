interface Waiting {
  readonly resolve: (text: string | null) => void;
  readonly reject: (reason: unknown) => void;
}

/** Reads that are asked for in the same turn of the event loop go out as one. */
export class BatchedReads {
  private waiting = new Map<string, Waiting[]>();

  constructor(private readonly readAll: (keys: readonly string[]) => Promise<(string | null)[]>) {}

  read(key: string): Promise<string | null> {
    return new Promise((resolve, reject) => {
      if (this.waiting.size === 0) setImmediate(() => void this.send());
      const waiting = this.waiting.get(key);
      if (waiting === undefined) this.waiting.set(key, [{ resolve, reject }]);
      else waiting.push({ resolve, reject });
    });
  }

  private async send(): Promise<void> {
    const batch = this.waiting;
    this.waiting = new Map();
    try {
      const texts = await this.readAll([...batch.keys()]);
      [...batch.values()].forEach((all, index) => all.forEach(({ resolve }) => resolve(texts[index] ?? null)));
    } catch (error) {
      for (const all of batch.values()) for (const { reject } of all) reject(error);
    }
  }
}
