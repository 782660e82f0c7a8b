import pg from 'pg';
import { log } from '../process/service.ts';

/**
 * Planted defect `pool-never-reconnects`: connections are opened once, at the start, and used in turn. One that is lost stays where it
 * is and fails whoever gets it.
 */
export class FixedPool {
  private next = 0;

  private constructor(private readonly connections: readonly pg.Client[]) {}

  /** @throws Error when the database does not answer. */
  static async open(who: string, options: pg.ClientConfig, count: number): Promise<FixedPool> {
    const connections = Array.from({ length: count }, () => new pg.Client(options));
    for (const connection of connections)
      connection.on('error', (error) => log(who, `lost a database connection for ever: ${error.message}`));
    await Promise.all(connections.map((connection) => connection.connect()));
    return new FixedPool(connections);
  }

  query(statement: string | pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> {
    const connection = this.connections[this.next++ % this.connections.length];
    if (connection === undefined) throw new RangeError('the pool has no connections');
    return connection.query(statement, values);
  }
}
