import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { Bulkhead } from '../resilience/bulkhead.ts';
import type { CircuitBreaker } from '../resilience/circuit-breaker.ts';
import { StaleCache } from '../resilience/stale-cache.ts';
import { cacheKeys, cacheLifeSeconds, normaliseWords } from './cache-keys.ts';
import type { HomeView, Product } from './product.ts';
import { queryCategory, queryHome, queryProducts, querySearch, type Queryable } from './queries.ts';

export interface CatalogueParts {
  readonly database: Pool;
  readonly databaseBreaker: CircuitBreaker;
  /** Keeps a crowd of cache misses from taking the database from checkout. */
  readonly databaseBulkhead: Bulkhead;
  readonly cache: Redis;
  readonly cacheBreaker: CircuitBreaker;
}

/**
 * The catalogue, cache-aside: the process's own small cache, then Redis, then the database. Old values are answered while
 * they cannot be renewed. @throws UnavailableError when nothing has the value.
 */
export class Catalogue {
  private readonly values = new StaleCache({ entries: 4_000, freshMs: 5_000, staleMs: 600_000, nowMs: Date.now });

  constructor(private readonly parts: CatalogueParts) {}

  /** Null: there is no such product. */
  product(sku: string): Promise<Product | null> {
    return this.read(cacheKeys.product(sku), async (database) => (await queryProducts(database, [sku]))[0] ?? null);
  }

  search(words: string): Promise<readonly Product[]> {
    const normal = normaliseWords(words);
    return this.read(cacheKeys.search(normal), (database) => querySearch(database, normal));
  }

  category(category: string): Promise<readonly Product[]> {
    return this.read(cacheKeys.category(category), (database) => queryCategory(database, category));
  }

  home(): Promise<HomeView> {
    return this.read(cacheKeys.home, queryHome);
  }

  private read<T>(key: string, query: (database: Queryable) => Promise<T>): Promise<T> {
    const { database, databaseBreaker, databaseBulkhead, cache, cacheBreaker } = this.parts;
    return this.values.get(key, async () => {
      const cached = await cacheBreaker.run(() => cache.get(key)).catch(() => null);
      if (cached !== null) return JSON.parse(cached) as T;
      const value = await databaseBulkhead.run(() => databaseBreaker.run(() => query(database)));
      cacheBreaker.run(() => cache.set(key, JSON.stringify(value), 'EX', cacheLifeSeconds)).catch(() => undefined);
      return value;
    });
  }
}
