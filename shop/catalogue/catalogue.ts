import type { Pool } from 'pg';
import type { CacheBatch } from '../database/cache-batch.ts';
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
  readonly cache: CacheBatch;
  readonly cacheBreaker: CircuitBreaker;
}

/** How long a product is shown as it is: seconds where it may sell out soon, longer where nothing that the page says can change so fast. */
const productFreshMs = (product: Product | null): number =>
  product === null || product.units <= scarceUnits ? 5_000 : 30_000;
const scarceUnits = 1_000;

const warmedAtOnce = 500;

/**
 * The catalogue, cache-aside: the process's own small cache, then Redis, then the database. Old values are answered while
 * they cannot be renewed. @throws UnavailableError when nothing has the value.
 */
export class Catalogue {
  /** Room for the whole catalogue. */
  private readonly values = new StaleCache({ entries: 12_000, freshMs: 5_000, staleMs: 600_000, nowMs: Date.now });

  constructor(protected readonly parts: CatalogueParts) {}

  /** Takes in all products that are in the cache, so that a process that has just started does not ask for each while visitors wait. */
  async warm(): Promise<void> {
    const { cache } = this.parts;
    const skus = JSON.parse((await cache.get(cacheKeys.published)) ?? '[]') as string[];
    for (let from = 0; from < skus.length; from += warmedAtOnce) {
      const keys = skus.slice(from, from + warmedAtOnce).map(cacheKeys.product);
      const texts = await Promise.all(keys.map((key) => cache.get(key)));
      for (const [index, text] of texts.entries()) {
        const product = text === null ? null : (JSON.parse(text) as Product);
        if (product !== null) this.values.put(keys[index] ?? '', product, productFreshMs(product));
      }
    }
  }

  /** Null: there is no such product. */
  product(sku: string): Promise<Product | null> {
    const query = async (database: Queryable) => (await queryProducts(database, [sku]))[0] ?? null;
    return this.read(cacheKeys.product(sku), query, productFreshMs);
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

  protected read<T>(
    key: string,
    query: (database: Queryable) => Promise<T>,
    freshMsOf?: (value: T) => number,
  ): Promise<T> {
    return this.values.get(key, () => this.load(key, query), freshMsOf);
  }

  private async load<T>(key: string, query: (database: Queryable) => Promise<T>): Promise<T> {
    const { database, databaseBreaker, databaseBulkhead, cache, cacheBreaker } = this.parts;
    const cached = await cacheBreaker.run(() => cache.get(key)).catch(() => null);
    if (cached !== null) return JSON.parse(cached) as T;
    const value = await databaseBulkhead.run(() => databaseBreaker.run(() => query(database)));
    cacheBreaker.run(() => cache.set(key, JSON.stringify(value), cacheLifeSeconds)).catch(() => undefined);
    return value;
  }
}
