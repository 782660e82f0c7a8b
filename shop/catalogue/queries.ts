import type { ClientBase, Pool } from 'pg';
import type { HomeView, Product } from './product.ts';

/** A pool or one connection of it. */
export type Queryable = Pick<Pool | ClientBase, 'query'>;

const productColumns = `p.sku, p.name, p.category, p.price_cents AS "priceCents", p.description,
  (SELECT sum(a.units)::integer FROM availability a WHERE a.sku = p.sku) AS units`;

const listLength = 24;

const products = async (database: Queryable, name: string, text: string, values: unknown[]): Promise<Product[]> => {
  const result = await (database as Pool).query<Product>({ name, text, values });
  return result.rows;
};

export const queryProducts = (database: Queryable, skus: readonly string[]): Promise<Product[]> =>
  products(database, 'products', `SELECT ${productColumns} FROM product p WHERE p.sku = ANY ($1)`, [skus]);

/** The next part of the whole catalogue, in the order of the SKUs. */
export const queryProductsAfter = (database: Queryable, sku: string, count: number): Promise<Product[]> =>
  products(
    database,
    'products-after',
    `SELECT ${productColumns} FROM product p WHERE p.sku > $1 ORDER BY p.sku LIMIT $2`,
    [sku, count],
  );

export const querySearch = (database: Queryable, words: string): Promise<Product[]> =>
  products(
    database,
    'search',
    `SELECT ${productColumns} FROM product p WHERE p.words @@ plainto_tsquery('simple', $1) ORDER BY p.sku LIMIT $2`,
    [words, listLength],
  );

export const queryCategory = (database: Queryable, category: string): Promise<Product[]> =>
  products(
    database,
    'category',
    `SELECT ${productColumns} FROM product p WHERE p.category = $1 ORDER BY p.sku LIMIT $2`,
    [category, listLength],
  );

export const queryCategories = async (database: Queryable): Promise<string[]> => {
  const text = 'SELECT DISTINCT category FROM product ORDER BY category';
  const result = await (database as Pool).query<{ category: string }>({ name: 'categories', text });
  return result.rows.map((row) => row.category);
};

export const queryHome = async (database: Queryable): Promise<HomeView> => {
  const first = await queryProductsAfter(database, '', 44);
  return { categories: await queryCategories(database), doorbusters: first.slice(0, 20), popular: first.slice(20) };
};

/** Every word that the catalogue can be searched by. */
export const querySearchWords = async (database: Queryable): Promise<string[]> => {
  const text = `SELECT word FROM ts_stat('SELECT words FROM product')`;
  const result = await (database as Pool).query<{ word: string }>({ name: 'search-words', text });
  return result.rows.map((row) => row.word);
};
