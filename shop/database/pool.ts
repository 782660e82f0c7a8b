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

/** A pool of the given limits. Connections that break are replaced when the next one is asked for. */
export const createPool = (who: string, connectionString: string, limits: PoolLimits): pg.Pool => {
  const pool = new pg.Pool({
    ...connectionOptions(connectionString, limits),
    max: limits.connections,
    // An idle connection costs less than the process that a new one starts.
    idleTimeoutMillis: 0,
  });
  watchPool(pool);
  let lastLossMs = 0;
  pool.on('error', (error) => {
    if (Date.now() - lastLossMs > 1_000) log(who, `lost a database connection: ${error.message}`);
    lastLossMs = Date.now();
  });
  return pool;
};
