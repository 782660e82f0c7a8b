import pg from 'pg';
import { watchPool } from '../process/resources.ts';
import { log } from '../process/service.ts';

export interface PoolLimits {
  readonly connections: number;
  /** Waiting for a connection, dialling included, ms; null = for ever. */
  readonly connectMs: number | null;
  /**
   * One statement, ms; null = for ever. The server cuts it, and the connection lives on. Only where the server is silent, for a second
   * more, the connection is given up: under load, making new ones is what a database can bear least.
   */
  readonly statementMs: number | null;
  /**
   * Plans each prepared statement, and each statement in a function, once a connection instead of once a call: by index, whatever the size of
   * the tables is at that moment.
   */
  readonly plansOnce?: boolean;
}

const silenceMs = 1_000;
const plansOnceOptions = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off';

/** How one connection is opened, and what a statement on it may take. */
export const connectionOptions = (connectionString: string, limits: PoolLimits): pg.ClientConfig => ({
  connectionString,
  keepAlive: true,
  ...(limits.plansOnce === true ? { options: plansOnceOptions } : {}),
  ...(limits.connectMs === null ? {} : { connectionTimeoutMillis: limits.connectMs }),
  ...(limits.statementMs === null
    ? {}
    : { query_timeout: limits.statementMs + silenceMs, statement_timeout: limits.statementMs }),
});

/** The server's word on a statement (sold out, too slow) leaves the connection as good as it was; FATAL is its last word. */
const isAnswer = (error: unknown): boolean => error instanceof pg.DatabaseError && error.severity === 'ERROR';

/**
 * One statement on a connection of the pool. pg-pool's own `query` throws the connection away after every error, and each product
 * that is sold out would cost the database a new process.
 */
const queryOn = async (
  pool: pg.Pool,
  statement: string | pg.QueryConfig,
  values?: unknown[],
): Promise<pg.QueryResult> => {
  const connection = await pool.connect();
  // What is lost while it waits fails the statement as well.
  const ignore = (): void => undefined;
  connection.on('error', ignore);
  let broken = false;
  try {
    return await connection.query(statement, values);
  } catch (error) {
    broken = !isAnswer(error);
    throw error;
  } finally {
    connection.off('error', ignore);
    connection.release(broken);
  }
};

/** A pool of the given limits. Connections that break are replaced when the next one is asked for. */
export const createPool = (who: string, connectionString: string, limits: PoolLimits): pg.Pool => {
  const pool = new pg.Pool({
    ...connectionOptions(connectionString, limits),
    max: limits.connections,
    // An idle connection costs less than the process that a new one starts.
    idleTimeoutMillis: 0,
  });
  pool.query = ((statement: string | pg.QueryConfig, values?: unknown[]) =>
    queryOn(pool, statement, values)) as typeof pool.query;
  watchPool(pool);
  let lastLossMs = 0;
  pool.on('error', (error) => {
    if (Date.now() - lastLossMs > 1_000) log(who, `lost a database connection: ${error.message}`);
    lastLossMs = Date.now();
  });
  return pool;
};
