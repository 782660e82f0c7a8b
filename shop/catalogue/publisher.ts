import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { cacheKeys, cacheLifeSeconds } from './cache-keys.ts';
import type { Product } from './product.ts';
import {
  queryCategories,
  queryCategory,
  queryHome,
  queryProducts,
  queryProductsAfter,
  querySearch,
  querySearchWords,
} from './queries.ts';

const put = async (cache: Redis, values: readonly (readonly [key: string, value: unknown])[]): Promise<void> => {
  const batch = cache.pipeline();
  for (const [key, value] of values) batch.set(key, JSON.stringify(value), 'EX', cacheLifeSeconds);
  for (const [error] of (await batch.exec()) ?? []) if (error !== null) throw error;
};

const putProducts = (cache: Redis, products: readonly Product[]): Promise<void> =>
  put(
    cache,
    products.map((product) => [cacheKeys.product(product.sku), product]),
  );

/** Renews products whose availability changed. */
export const publishProducts = async (database: Pool, cache: Redis, skus: readonly string[]): Promise<void> =>
  putProducts(cache, await queryProducts(database, skus));

/**
 * Puts the whole catalogue into the cache, unless it is there: pages then survive an outage of the database whether or not
 * somebody has asked for them before.
 */
export const publishCatalogue = async (database: Pool, cache: Redis): Promise<void> => {
  if ((await cache.exists(cacheKeys.published)) === 1) return;
  const skus: string[] = [];
  for (let part = await queryProductsAfter(database, '', 500); part.length > 0;) {
    await putProducts(cache, part);
    skus.push(...part.map(({ sku }) => sku));
    part = await queryProductsAfter(database, part.at(-1)?.sku ?? '', 500);
  }
  for (const word of await querySearchWords(database))
    await put(cache, [[cacheKeys.search(word), await querySearch(database, word)]]);
  for (const category of await queryCategories(database))
    await put(cache, [[cacheKeys.category(category), await queryCategory(database, category)]]);
  await put(cache, [
    [cacheKeys.home, await queryHome(database)],
    [cacheKeys.published, skus],
  ]);
};
