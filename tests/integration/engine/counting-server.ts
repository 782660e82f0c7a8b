import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface CountingServer {
  readonly url: string;
  /** Requests answered, by path. */
  readonly counts: Map<string, number>;
  /** Connections, by the slot that the query names. Not their ports: the port of a closed one may be drawn again. */
  readonly connections: Map<string, Set<Socket>>;
  /** Names of all request headers that ever came. */
  readonly headers: Set<string>;
  /** Resolves once so many requests have come. */
  readonly saw: (requests: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A shop that knows `home` and `order`, has no other page, and counts. It never answers `hang`. */
export const startCountingServer = async (): Promise<CountingServer> => {
  const counts = new Map<string, number>();
  const connections = new Map<string, Set<Socket>>();
  const headers = new Set<string>();
  let total = 0;
  const waiting: { least: number; resolve: () => void }[] = [];

  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://shop.invalid');
    const page = pathname.slice(1);
    const slot = searchParams.get('slot') ?? '';
    for (const name of Object.keys(request.headers)) headers.add(name);
    counts.set(page, (counts.get(page) ?? 0) + 1);
    connections.set(slot, (connections.get(slot) ?? new Set()).add(request.socket));
    total += 1;
    for (const { least, resolve } of waiting) if (total >= least) resolve();
    response.statusCode = page === 'missing' ? 404 : 200;
    if (page !== 'hang') response.end(`<h1>${page}</h1>`);
  };

  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    connections,
    headers,
    saw: (least) => new Promise((resolve) => (total >= least ? resolve() : waiting.push({ least, resolve }))),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
