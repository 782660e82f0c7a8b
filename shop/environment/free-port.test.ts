import net from 'node:net';
import { expect, it } from 'vitest';
import { freePorts, isPortTaken } from './free-port.ts';

it('finds different ports that are free, and none that an outgoing connection may be given', async () => {
  const ports = await freePorts(20);
  expect(new Set(ports).size).toBe(20);
  expect(Math.max(...ports)).toBeLessThan(32_768);
  expect(await Promise.all(ports.map(isPortTaken))).toEqual(ports.map(() => false));
});

it('gives two that ask at once nothing in common, though nobody listens yet', async () => {
  const given = (await Promise.all(Array.from({ length: 30 }, () => freePorts(14)))).flat();
  expect(new Set(given).size).toBe(30 * 14);
});

it('sees that a port is taken', async () => {
  const [port = 0] = await freePorts(1);
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  expect(await isPortTaken(port)).toBe(true);
  await new Promise((resolve) => server.close(resolve));
});
