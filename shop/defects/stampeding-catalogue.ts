import { Catalogue } from '../catalogue/catalogue.ts';
import type { Queryable } from '../catalogue/queries.ts';

/** What a value takes to build anew, over a catalogue of the real size; by pg_sleep, as in `legacy`. */
const buildSeconds = 0.25;

/**
 * Planted defect `cache-stampede`: the process keeps nothing itself, and whoever misses in Redis builds the value anew, each on its own,
 * with as many of the pool's connections as there are.
 */
export class StampedingCatalogue extends Catalogue {
  protected override async read<T>(key: string, query: (database: Queryable) => Promise<T>): Promise<T> {
    const { database, cache, cacheBreaker } = this.parts;
    const cached = await cacheBreaker.run(() => cache.get(key)).catch(() => null);
    if (cached !== null) return JSON.parse(cached) as T;
    await database.query('SELECT pg_sleep($1)', [buildSeconds]);
    return query(database);
  }
}
