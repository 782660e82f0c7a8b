import pg from 'pg';
import { NotReadyError } from '../../core/errors.ts';
import type { ShopAuditor } from '../../ports.ts';
import { assembleSnapshot, type PartRows } from './assemble-snapshot.ts';

/** One query a part of the books. `$1`, where it is used, is the sequence after which rows are wanted. */
export interface SqlQueries {
  readonly orders?: string | undefined;
  readonly orderLines?: string | undefined;
  readonly charges?: string | undefined;
  readonly stock?: string | undefined;
  /** `none`: the shop has no receipts, returns or corrections while it is tested. */
  readonly movements?: string | undefined;
  /** One row, one column: the highest sequence there is. */
  readonly sequence?: string | undefined;
}

export interface SqlAuditorOptions {
  /** `postgresql://user:password@host:port/database`. Never shown. */
  readonly connectionString: string;
  readonly queries: SqlQueries;
  /** For one query. */
  readonly timeoutMs: number;
  /** Of one part. More are not read: the part then counts as not audited. */
  readonly mostRows: number;
  /** Rows this far before a sequence are read too: transactions do not commit in the order in which they drew their numbers. */
  readonly sequenceSlack: number;
}

const hint =
  'docs/auditing-your-shop.md shows queries. The account needs the right to read these tables, and nothing else.';

/**
 * The books of a shop by SQL, from PostgreSQL: one read-only transaction on one state of the database, with a time-out for each query and
 * a limit on rows. Each query is read as a table (`SELECT * FROM (…)`), so that nothing but a SELECT can be one.
 * Its snapshots throw NotReadyError: no connection, a query that fails or takes too long, or rows that do not fit.
 */
export const sqlAuditor = (options: SqlAuditorOptions): ShopAuditor => ({
  snapshot: async (sinceSequence) => {
    const { queries, timeoutMs, connectionString } = options;
    const source = `The audit of ${placeOf(connectionString)}`;
    const client = await connect(source, options);
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await client.query(`SET LOCAL statement_timeout = ${Math.round(timeoutMs)}`);
      const ask = (part: keyof SqlQueries, since: number) => rowsOf(source, client, options, part, since);
      const [highest] = queries.sequence === undefined ? [] : listOf(await ask('sequence', 0));
      const sequence = Number(Object.values((highest ?? {}) as Record<string, unknown>)[0] ?? 0);
      const since = Math.max(0, (sinceSequence > 0 ? sinceSequence : sequence) - options.sequenceSlack);
      const orders = await ask('orders', since);
      const orderLines = queries.orderLines === undefined ? [] : await ask('orderLines', since);
      const rows = {
        orders: 'unaudited' in orderLines ? { unaudited: `orderLines: ${orderLines.unaudited}` } : orders,
        orderLines: listOf(orderLines),
        charges: await ask('charges', since),
        stock: await ask('stock', since),
        movements: queries.movements === 'none' ? [] : await ask('movements', since),
        sequence,
      };
      await client.query('COMMIT');
      return assembleSnapshot(source, rows, Date.now());
    } finally {
      await client.end().catch(() => undefined);
    }
  },
});

const listOf = (rows: PartRows): readonly unknown[] => ('unaudited' in rows ? [] : rows);

const wordsOf = (error: unknown): string =>
  error instanceof Error && error.message !== '' ? error.message : String(error);

/** Host and database alone. */
const placeOf = (connectionString: string): string => {
  try {
    const { host, pathname } = new URL(connectionString);
    return `${host}${pathname}`;
  } catch {
    return 'the database';
  }
};

const connect = async (source: string, { connectionString, timeoutMs }: SqlAuditorOptions): Promise<pg.Client> => {
  const client = new pg.Client({
    connectionString,
    application_name: 'peakproof audit',
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs + 1_000,
  });
  // A connection that breaks later is told by the query that needs it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (cause) {
    await client.end().catch(() => undefined);
    throw new NotReadyError(`${source} cannot connect: ${wordsOf(cause)}`, hint, { cause });
  }
};

const rowsOf = async (
  source: string,
  client: pg.Client,
  { queries, mostRows }: SqlAuditorOptions,
  part: keyof SqlQueries,
  since: number,
): Promise<PartRows> => {
  const query = queries[part];
  if (query === undefined) return { unaudited: `the configuration has no query for it (auditor.queries.${part})` };
  const text = `SELECT * FROM (${query.trim().replace(/;$/, '')}\n) AS part LIMIT ${mostRows + 1}`;
  let rows: readonly unknown[];
  try {
    // A named statement goes by the extended protocol, which takes one statement and no more.
    const values = query.includes('$1') ? [since] : [];
    ({ rows } = await client.query<Record<string, unknown>>({ name: `audit-${part}`, text, values }));
  } catch (cause) {
    throw new NotReadyError(`${source}: the query for ${part} failed: ${wordsOf(cause)}`, hint, { cause });
  }
  if (rows.length <= mostRows) return rows;
  return { unaudited: `more than ${mostRows} rows; narrow the query, or raise auditor.mostRows` };
};
