import http from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { httpResources } from '../../../src/adapters/shop/index.ts';
import type { ResourceReading } from '../../../src/core/wire/resources.ts';
import { eventually } from '../../support/processes.ts';
import { startTestShop, type TestShop } from './running-shop.ts';

let shop: TestShop;
beforeAll(async () => {
  shop = await startTestShop();
});
afterAll(() => shop.stop());

interface Answer {
  readonly pid: number;
  readonly keepAlive: string | undefined;
}

const ask = (agent: http.Agent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    http
      .get(`${shop.baseUrl}/healthz`, { agent }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => {
          const { pid } = JSON.parse(text) as { pid: number };
          const keepAlive = answer.headers['keep-alive'];
          resolve({ pid, keepAlive: Array.isArray(keepAlive) ? keepAlive[0] : keepAlive });
        });
      })
      .on('error', reject);
  });

it('takes a thousand connections at once, over both web processes, and keeps them while their visitors read', async () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });
  const rounds = 3;
  const answers: Answer[] = [];
  for (let round = 0; round < rounds; round += 1) {
    answers.push(...(await Promise.all(Array.from({ length: 1_000 }, () => ask(agent)))));
    agent.destroy();
  }
  const counts = new Map<number, number>();
  for (const { pid } of answers) counts.set(pid, (counts.get(pid) ?? 0) + 1);
  expect([...counts.keys()].every((pid) => shop.pids.includes(pid))).toBe(true);
  expect(counts.size).toBe(2);
  // Far from even would put too many of 20,000 on one process: it may have 20,000 descriptors.
  expect(Math.min(...counts.values()) / answers.length).toBeGreaterThan(0.25);
  expect(Number(/timeout=(\d+)/.exec(answers[0]?.keepAlive ?? '')?.[1])).toBeGreaterThan(120);
});

it('tells what each web process uses', async () => {
  const { resources } = shop;
  if (resources === null) throw new Error('the reference shop tells of its resources');
  let readings: readonly ResourceReading[] = [];
  await eventually(
    'both processes have told',
    async () => {
      readings = await httpResources(resources).read();
      return readings.length === 10;
    },
    10_000,
  );
  const named = new Map(readings.map((reading) => [reading.name, reading]));
  for (const web of ['web 1', 'web 2']) {
    expect(named.get(`${web} heap`)?.value).toBeGreaterThan(5);
    expect(named.get(`${web} memory`)?.value).toBeGreaterThan(named.get(`${web} heap`)?.value ?? Infinity);
    expect(named.get(`${web} event loop`)).toMatchObject({ kind: 'processor', limit: 1 });
    expect(named.get(`${web} database connections`)).toMatchObject({ kind: 'connections', limit: 16 });
    expect(named.get(`${web} waiting for the database`)).toMatchObject({ kind: 'waiting', limit: null });
  }
});
