import { randomInt } from 'node:crypto';
import net from 'node:net';

/**
 * Below what systems take for outgoing connections (from 32,768 on Linux, 49,152 on macOS): with thousands of shoppers those come and go
 * everywhere above, and a proxy that comes back after a fault would find its port taken by one of them.
 */
const range = { from: 15_000, to: 32_000 } as const;
/** Ports go by blocks: whoever holds the first port of one has them all. More than a shop needs. */
const blockSize = 32;
const mostTries = 200;

/** Holds a port for as long as this process lives. @returns false when somebody has it. */
const holdPort = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = net.createServer((socket) => socket.destroy());
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => {
      server.unref();
      resolve(true);
    });
  });

/**
 * As many different ports on 127.0.0.1 that nobody listens on now, at most 31. They are listened on one after the other while a shop starts, so
 * that another shop that starts meanwhile must not be given the same ones: it is kept away from the whole block.
 * @throws Error when there are none.
 */
export const freePorts = async (count: number): Promise<number[]> => {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const first = range.from + blockSize * randomInt(Math.floor((range.to - range.from) / blockSize));
    if (!(await holdPort(first))) continue;
    const ports = Array.from({ length: blockSize - 1 }, (_, at) => first + 1 + at);
    const areTaken = await Promise.all(ports.map(isPortTaken));
    const free = ports.filter((_port, at) => areTaken[at] === false);
    if (free.length >= count) return free.slice(0, count);
  }
  throw new Error(`there are no ${count} free ports between ${range.from} and ${range.to}`);
};

/** Whether something on 127.0.0.1 holds the port. */
export const isPortTaken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.on('error', () => resolve(true));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
