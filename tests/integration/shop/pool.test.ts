import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool } from '../../../shop/database/pool.ts';
import { freePorts } from '../../../shop/environment/free-port.ts';
import { startPostgres, type RunningPostgres } from '../../../shop/environment/postgres.ts';

let folder: string;
let postgres: RunningPostgres;
let pool: pg.Pool;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'pool-'));
  const [port = 0] = await freePorts(1);
  postgres = await startPostgres(folder, port, () => undefined);
  pool = createPool('test', `postgresql://${postgres.user}:${postgres.password}@127.0.0.1:${port}/postgres`, {
    connections: 1,
    connectMs: 5_000,
    statementMs: 200,
  });
});
afterAll(async () => {
  await pool.end();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The server process at the other end of the only connection. */
const backend = async (): Promise<number> => {
  const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid ?? 0;
};

it('keeps a connection whose statement the server refused or cut', async () => {
  const before = await backend();
  await expect(pool.query('SELECT 1 / $1::integer', [0])).rejects.toMatchObject({ code: '22012' });
  await expect(pool.query('SELECT pg_sleep(10)')).rejects.toMatchObject({ code: '57014' });
  expect(await backend()).toBe(before);
});

it('replaces a connection that the server ended', async () => {
  const before = await backend();
  await expect(pool.query('SELECT pg_terminate_backend(pg_backend_pid())')).rejects.toMatchObject({ code: '57P01' });
  expect(await backend()).not.toBe(before);
  expect(pool.totalCount).toBe(1);
});

it('replaces a connection on which the server falls silent', async () => {
  const before = await backend();
  await pool.query('SET statement_timeout = 0');
  await expect(pool.query('SELECT pg_sleep(10)')).rejects.toThrow('Query read timeout');
  expect(await backend()).not.toBe(before);
});
