import { randomInt } from 'node:crypto';
import net from 'node:net';

/**
 * Below what systems take for outgoing connections (from 32,768 on Linux, 49,152 on macOS): with thousands of shoppers those come and go
 * everywhere above, and a proxy that comes back after a fault would find its port taken by one of them.
 */
const range = { from: 15_000, to: 32_000 } as const;
const triesForEach = 200;

/** As many different ports on 127.0.0.1 that nobody listens on now. @throws Error when there are none. */
export const freePorts = async (count: number): Promise<number[]> => {
  const ports = new Set<number>();
  for (let tries = 0; ports.size < count; tries += 1) {
    if (tries >= count * triesForEach)
      throw new Error(`there are no ${count} free ports between ${range.from} and ${range.to}`);
    const port = randomInt(range.from, range.to);
    if (!ports.has(port) && !(await isPortTaken(port))) ports.add(port);
  }
  return [...ports];
};

/** Whether something on 127.0.0.1 holds the port. */
export const isPortTaken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.on('error', () => resolve(true));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
