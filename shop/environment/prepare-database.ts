import { existsSync, readFileSync } from 'node:fs';
import pg from 'pg';
import type { Defect } from '../../src/core/reference-shop.ts';

const files = ['schema.sql', 'functions.sql', 'seed.sql'] as const;

/** Makes tables, functions and the catalogue in an empty database; a planted defect may replace a function. */
export const prepareDatabase = async (connectionString: string, defects: readonly Defect[]): Promise<void> => {
  const planted = defects.map((name) => new URL(`../defects/${name}.sql`, import.meta.url)).filter(existsSync);
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    for (const url of [...files.map((file) => new URL(`../database/${file}`, import.meta.url)), ...planted])
      await client.query(readFileSync(url, 'utf8'));
  } finally {
    await client.end();
  }
};
