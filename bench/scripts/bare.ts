import exec from 'k6/execution';
import http from 'k6/http';
import type { Options, PerVUIterationsScenario } from 'k6/options';
import { setTimeout } from 'k6/timers';
import { activeIntervals, slotsOfHost } from '../../scenarios/lib/curve.ts';
import type { ClosedLoad, Plan } from '../../src/core/wire/plan.ts';

/*
 * The floor that our runtime is compared with: the plan's virtual users as coroutines that send the same requests at the same pace,
 * and nothing else. No journeys, cookies, content checks, connections of one's own, steps or ledger.
 */

const plan = JSON.parse(open(__ENV['PEAKPROOF_PLAN'] ?? '')) as Plan;
const { curve, hosts, thinkTimeMedianSeconds, thinkTimeSigma } = plan.load as ClosedLoad;
const baseUrl = __ENV['PEAKPROOF_BASE_URL'] ?? '';
const t0Ms = Number(__ENV['PEAKPROOF_T0_MS']);

// eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- @types/k6 has a class for what is a plain object
const shoppers: PerVUIterationsScenario = {
  executor: 'per-vu-iterations',
  vus: hosts,
  iterations: 1,
  maxDuration: '24h',
  gracefulStop: '0s',
};

export const options: Options = {
  scenarios: { shoppers },
  systemTags: ['status', 'error_code', 'expected_response'],
  batch: 1_000,
  batchPerHost: 1_000,
};

const headers = { 'User-Agent': 'peakproof', 'Accept-Encoding': 'gzip, deflate' };
const paths = ['/', '/search?q=lamp', '/product/sku-000001', '/cart', '/checkout'] as const;
const names = ['GET /', 'GET /search', 'GET /product/:id', 'GET /cart', 'GET /checkout'] as const;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
const normal = (): number => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
const thinkMs = (): number => thinkTimeMedianSeconds * 1_000 * Math.exp(thinkTimeSigma * normal());

const shop = async (slot: number): Promise<void> => {
  for (const { startSeconds, endSeconds } of activeIntervals(curve, slot)) {
    const endMs = t0Ms + endSeconds * 1_000;
    await sleep(t0Ms + startSeconds * 1_000 - Date.now());
    for (let place = slot; Date.now() < endMs; place += 1) {
      const tags = { name: names[place % names.length] ?? '' };
      const params = { headers, responseType: 'text', tags } as const;
      await http.asyncRequest('GET', baseUrl + (paths[place % paths.length] ?? ''), null, params);
      await sleep(Math.min(thinkMs(), endMs - Date.now()));
    }
  }
};

export default async function host(): Promise<void> {
  await Promise.all(slotsOfHost(curve, exec.scenario.iterationInTest, hosts).map(shop));
}
