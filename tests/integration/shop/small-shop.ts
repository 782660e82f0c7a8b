import http from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { freePorts } from '../../../shop/environment/free-port.ts';
import { startPostgres } from '../../../shop/environment/postgres.ts';

const schema = `
  CREATE SEQUENCE positions;
  CREATE TABLE purchases (nr text PRIMARY KEY, wish text, idempotency_key text, state text, total numeric(10, 2),
    position bigint DEFAULT nextval('positions'), made timestamptz DEFAULT now());
  CREATE TABLE purchase_items (nr text, article text, depot text, units integer);
  CREATE TABLE payments (id text, nr text, captured_cents bigint, refunded_cents bigint);
  CREATE TABLE shelf (article text, depot text, on_hand bigint, held bigint DEFAULT 0, PRIMARY KEY (article, depot));
  CREATE TABLE deliveries (article text, depot text, units integer, position bigint DEFAULT nextval('positions'));
  INSERT INTO shelf (article, depot, on_hand) SELECT a, d, 100 FROM unnest(ARRAY['lamp', 'mug']) a, unnest(ARRAY['east', 'west']) d;
  CREATE ROLE auditor LOGIN PASSWORD 'only-reads';
  GRANT SELECT ON purchases, purchase_items, payments, shelf TO auditor;`;

/** Tables as somebody else might have made them, in a PostgreSQL of their own, and an API for the back office. */
export interface SmallShop {
  readonly connectionString: string;
  /** Of an account that may read all but the deliveries. */
  readonly readersConnectionString: string;
  /** Of the API. */
  readonly apiUrl: string;
  readonly database: pg.Pool;
  readonly buy: (intent: string, quantity: number) => Promise<string>;
  readonly restock: (quantity: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export const startSmallShop = async (): Promise<SmallShop> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'small-shop-'));
  const [port = 0] = await freePorts(1);
  const postgres = await startPostgres(folder, port, () => undefined);
  const at = (user: string, password: string) => `postgresql://${user}:${password}@127.0.0.1:${port}/postgres`;
  const connectionString = at(postgres.user, postgres.password);
  const database = new pg.Pool({ connectionString, max: 2 });
  database.on('error', () => undefined);
  await database.query(schema);
  const api = await startApi(database);
  let bought = 0;
  return {
    connectionString,
    readersConnectionString: at('auditor', 'only-reads'),
    apiUrl: api.url,
    database,
    buy: async (intent, quantity) => {
      const nr = `p-${(bought += 1)}`;
      const write = (text: string, values: unknown[]) => database.query(text, values);
      await write(`INSERT INTO purchases (nr, wish, idempotency_key, state, total) VALUES ($1, $2, $3, 'paid', $4)`, [
        nr,
        intent,
        `${intent}-key`,
        quantity * 10,
      ]);
      await write(`INSERT INTO purchase_items VALUES ($1, 'lamp', 'east', $2)`, [nr, quantity]);
      await write('INSERT INTO payments VALUES ($1, $2, $3, 0)', [`pay-${nr}`, nr, quantity * 1_000]);
      await write(`UPDATE shelf SET on_hand = on_hand - $1 WHERE article = 'lamp' AND depot = 'east'`, [quantity]);
      return nr;
    },
    restock: async (quantity) => {
      await database.query(`INSERT INTO deliveries (article, depot, units) VALUES ('lamp', 'east', $1)`, [quantity]);
      await database.query(`UPDATE shelf SET on_hand = on_hand + $1 WHERE article = 'lamp' AND depot = 'east'`, [
        quantity,
      ]);
    },
    stop: async () => {
      await api.close();
      await database.end();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const pageSize = 2;

/** `/purchases?after=`, in pages; `/payments?after=`, `/shelf`, `/deliveries?after=`; `/nonsense` and `/forbidden`. */
const startApi = async (database: pg.Pool): Promise<{ url: string; close: () => Promise<void> }> => {
  const answer = async (url: URL): Promise<[number, string]> => {
    const after = Number(url.searchParams.get('after') ?? 0);
    const page = Number(url.searchParams.get('page') ?? 0);
    const rows = async (text: string, values: unknown[] = []) =>
      (await database.query<Record<string, unknown>>(text, values)).rows;
    switch (url.pathname) {
      case '/purchases': {
        const data = await rows(
          `SELECT p.*, (SELECT json_agg(i) FROM purchase_items i WHERE i.nr = p.nr) AS items FROM purchases p
           WHERE position > $1 ORDER BY position LIMIT ${pageSize} OFFSET $2`,
          [after, page * pageSize],
        );
        const next = data.length < pageSize ? null : `/purchases?after=${after}&page=${page + 1}`;
        return [200, JSON.stringify({ data, links: { next } })];
      }
      case '/payments':
        return [
          200,
          JSON.stringify(
            await rows(
              'SELECT y.*, p.idempotency_key FROM payments y JOIN purchases p USING (nr) WHERE p.position > $1',
              [after],
            ),
          ),
        ];
      case '/shelf':
        return [200, JSON.stringify({ shelf: await rows('SELECT * FROM shelf') })];
      case '/deliveries':
        return [200, JSON.stringify(await rows('SELECT * FROM deliveries WHERE position > $1', [after]))];
      case '/nonsense':
        return [200, '<html>'];
      default:
        return [403, 'no'];
    }
  };
  const server = http.createServer((request, response) => {
    void answer(new URL(request.url ?? '/', 'http://shop')).then(
      ([status, text]) => response.writeHead(status).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
