import { readFileSync } from 'node:fs';
import pg from 'pg';

const files = ['schema.sql', 'functions.sql', 'seed.sql'] as const;

/** Makes tables, functions and the catalogue in an empty database. */
export const prepareDatabase = async (connectionString: string): Promise<void> => {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    for (const file of files) await client.query(readFileSync(new URL(`../database/${file}`, import.meta.url), 'utf8'));
  } finally {
    await client.end();
  }
};
