import { setTimeout as wait } from 'node:timers/promises';
import { Catalogue } from '../catalogue/catalogue.ts';
import { Bulkhead } from '../resilience/bulkhead.ts';
import type { Product } from '../catalogue/product.ts';

/** What ranking the results of one search takes, ms. */
const rankingMs = 100;

/**
 * Planted defect `latency-cliff`: searches are ranked one at a time, under a lock. Up to ten a second in each process nobody notices;
 * beyond that, everybody waits for everybody before.
 */
export class CliffCatalogue extends Catalogue {
  private readonly lock = new Bulkhead('search', 1, Infinity);

  override search(words: string): Promise<readonly Product[]> {
    return this.lock.run(async () => {
      await wait(rankingMs);
      return super.search(words);
    });
  }
}
