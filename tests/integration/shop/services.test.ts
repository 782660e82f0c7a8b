import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servicesInjector } from '../../../src/adapters/services/index.ts';
import { httpAuditor } from '../../../src/adapters/shop/index.ts';
import { BadInputError, NotReadyError } from '../../../src/core/errors.ts';
import { servicePlace } from '../../../src/core/fault-family.ts';
import { shopServices } from '../../../src/core/reference-shop.ts';
import type { BookSnapshot } from '../../../src/core/wire/audit.ts';
import { servicesAnswerSchema } from '../../../src/core/wire/services.ts';
import type { PlannedFault } from '../../../src/core/wire/plan.ts';
import type { FaultInjector } from '../../../src/ports.ts';
import { eventually, isAlive } from '../../support/processes.ts';
import { faultOn, runId } from '../faults/toxiproxy-rig.ts';
import { booksAtRest, whatDoesNotFit } from './books.ts';
import { startTestShop, type TestShop } from './running-shop.ts';
import { Shopper } from './shopper.ts';

let shop: TestShop;
let injector: FaultInjector;
let opening: BookSnapshot;
beforeAll(async () => {
  shop = await startTestShop();
  injector = servicesInjector({ url: shop.servicesUrl ?? '' });
  opening = await httpAuditor(shop.auditUrl).snapshot(0);
});
afterAll(() => shop.stop());

const on = (service: string, kind: string, attributes: PlannedFault['attributes'] = {}): PlannedFault => ({
  ...faultOn(service, kind, attributes),
  proxy: servicePlace(service),
});

const services = async () =>
  servicesAnswerSchema.parse(await (await fetch(`${shop.servicesUrl ?? ''}/services`)).json()).services;
const pidsOf = async (service: string): Promise<readonly number[]> => (await services())[service]?.pids ?? [];

/** Applies, looks, heals, and checks that nothing is left. */
const during = async (fault: PlannedFault, look: () => Promise<void>): Promise<void> => {
  await injector.apply(runId, await injector.prepare(runId, fault));
  try {
    await look();
  } finally {
    await injector.heal(runId, fault);
  }
  expect(await injector.left()).toEqual([]);
};

const recommended = async () =>
  JSON.parse((await new Shopper(shop.baseUrl).get('/api/recommendations?sku=sku-004711')).text) as {
    degraded: boolean;
  };

const buys = async (): Promise<number> => {
  const shopper = new Shopper(shop.baseUrl);
  await shopper.add(`sku-0006${10 + Math.floor(Math.random() * 90)}`);
  return (await shopper.checkout()).status;
};

it('has the services and kinds that experiments are checked against', async () => {
  const kinds = Object.entries(await services()).map(([name, service]) => [name, service.kinds]);
  expect(Object.fromEntries(kinds)).toEqual(shopServices);
});

it('kill: the process is gone until it is started again', async () => {
  const [before = 0] = await pidsOf('recommendations');
  await during(on('recommendations', 'kill'), async () => {
    expect(isAlive(before)).toBe(false);
    expect(await pidsOf('recommendations')).toEqual([]);
    expect((await recommended()).degraded).toBe(true);
    expect(await injector.left()).toMatchObject([{ proxy: 'service:recommendations', runId, kind: 'kill' }]);
  });
  const [after = 0] = await pidsOf('recommendations');
  expect(after).not.toBe(before);
  expect(isAlive(after)).toBe(true);
});

it('kill of a web process: its supervisor replaces it, the other one serves meanwhile', async () => {
  const before = await pidsOf('web');
  await during(on('web', 'kill'), async () => {
    expect(await pidsOf('web')).toEqual(before.slice(1));
    // A connection that was handed to it just then is reset, as in any shop.
    const status = () =>
      new Shopper(shop.baseUrl).get('/').then(
        (page) => page.status,
        () => 0,
      );
    await eventually('the other one serves', async () => (await status()) === 200, 2_000);
    await eventually('it is replaced', async () => (await pidsOf('web')).length === 2, 10_000);
  });
  expect(await pidsOf('web')).toHaveLength(2);
});

it('pause: it stands still with its connections open, and goes on where it was', async () => {
  const before = await pidsOf('payments');
  await during(on('payments', 'pause'), async () => {
    const startedAt = performance.now();
    expect(await buys()).toBe(503);
    // It waits for the answer until the shop's own patience is over: nobody refuses the connection.
    expect(performance.now() - startedAt).toBeGreaterThan(1_500);
  });
  expect(await pidsOf('payments')).toEqual(before);
  await eventually('payments are taken again', async () => (await buys()) === 201, 10_000);
});

it('full: the cache takes no more writes; carts live on in the cookie, and it is as before afterwards', async () => {
  await during(on('cache', 'full'), async () => {
    expect(await buys()).toBe(201);
  });
  expect(await buys()).toBe(201);
});

it('restart: a bad release goes out and back under load without a failed request, and is seen meanwhile', async () => {
  const priceShown = async () => {
    const { text } = await new Shopper(shop.baseUrl).get('/product/sku-000650');
    return Number(/data-price-cents="(\d+)"/.exec(text)?.[1]);
  };
  const right = await priceShown();
  const before = await pidsOf('web');
  let isOver = false;
  const answers: number[] = [];
  const loads = Array.from({ length: 4 }, async () => {
    while (!isOver) answers.push(await buys());
  });
  const wrong = Math.round(right / 10);
  await during(on('web', 'restart', { release: 'wrong-prices' }), async () => {
    await eventually('the bad release is seen', async () => (await priceShown()) === wrong, 30_000);
  });
  const after = await pidsOf('web');
  const prices = await Promise.all(Array.from({ length: 6 }, priceShown));
  isOver = true;
  await Promise.all(loads);
  expect(new Set(prices)).toEqual(new Set([right]));
  expect(after.filter((pid) => before.includes(pid))).toEqual([]);
  expect(answers.length).toBeGreaterThan(20);
  expect(answers.filter((status) => status !== 201)).toEqual([]);
});

it('keeps its books through all of it', async () => {
  const closing = await booksAtRest(shop.auditUrl);
  expect(whatDoesNotFit(opening, closing)).toEqual([]);
});

describe('refuses, and touches nothing', () => {
  it.each([
    ['a kind that a service cannot be given', on('payments', 'kill'), NotReadyError],
    ['a service that there is not', on('billing', 'kill'), NotReadyError],
    ['a kind of the wire', on('web', 'down'), BadInputError],
    ['a misspelt attribute', on('web', 'kill', { counts: 1 }), BadInputError],
    ['a share of connections', { ...on('web', 'kill'), toxicity: 0.5 }, BadInputError],
  ])('%s', async (_what, fault, error) => {
    await expect(injector.prepare(runId, fault)).rejects.toThrow(error);
    expect(await injector.left()).toEqual([]);
  });

  it('more processes than there are, and a release that nobody made', async () => {
    await expect(injector.apply(runId, on('web', 'kill', { count: 9 }))).rejects.toThrow('web has 2 processes: 9');
    await expect(injector.apply(runId, on('web', 'restart', { release: 'x' }))).rejects.toThrow(
      'there is no release x; there is: current, wrong-prices',
    );
    expect(await injector.left()).toEqual([]);
  });
});

it('lets a paused process go on, and end, when the shop is killed outright', async () => {
  const [worker = 0] = await pidsOf('worker');
  await injector.apply(runId, on('worker', 'pause'));
  process.kill(shop.pids[0] ?? 0, 'SIGKILL');
  await eventually('the worker has ended', () => !isAlive(worker), 10_000);
  await wait(100);
});
