import net from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { NotReadyError } from '../../../src/core/errors.ts';
import { eventually, isAlive, processesNaming } from '../../support/processes.ts';
import { startTestShop, testShopPrefix } from './running-shop.ts';

it('leaves no process and no proxy', async () => {
  const shop = await startTestShop();
  const { pids, logFile } = shop;
  const folder = logFile.replace('/shop.log', '');
  expect(pids.length).toBeGreaterThanOrEqual(9);
  expect(pids.filter((pid) => !isAlive(pid))).toEqual([]);
  await shop.stop();
  expect(pids.filter(isAlive)).toEqual([]);
  expect(processesNaming(folder)).toEqual([]);
});

it('ends its databases when it is killed itself', async () => {
  const shop = await startTestShop();
  const [main, ...others] = shop.pids.slice(0, -1);
  process.kill(main!, 'SIGKILL');
  await eventually('all processes have ended', () => others.every((pid) => !isAlive(pid)), 15_000);
  await shop.stop();
});

it('says that a port is taken', async () => {
  const server = net.createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as net.AddressInfo).port));
  });
  const starting = startTestShop({ port });
  await expect(starting).rejects.toThrow(NotReadyError);
  await expect(starting).rejects.toThrow(`port ${port} is taken`);
  server.close();
});

it('says that there is no such Redis, and leaves nothing behind', async () => {
  const before = new Set(processesNaming(testShopPrefix));
  await expect(startTestShop({ redis: '/nowhere/redis-server' })).rejects.toThrow(/Redis \(\/nowhere\/redis-server\)/);
  await wait(200);
  expect(processesNaming(testShopPrefix).filter((pid) => !before.has(pid))).toEqual([]);
});

it('names the defects that it knows', async () => {
  await expect(startTestShop({ defects: ['gremlins'] })).rejects.toThrow(
    /gremlins: allowed are .*cart-lost-with-cache/,
  );
});
