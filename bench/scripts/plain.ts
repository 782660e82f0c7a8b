import exec from 'k6/execution';
import http from 'k6/http';
import type { Options, RampingVUsScenario } from 'k6/options';
import { check, sleep } from 'k6';
import { drawnOf } from '../../scenarios/lib/persona.ts';
import { randomOf } from '../../scenarios/lib/random.ts';
import { personas } from '../../scenarios/personas.ts';
import type { ClosedLoad, Plan } from '../../src/core/wire/plan.ts';

/*
 * k6 as its documentation teaches it, one user a k6 VU, for the same visits: the personas of Black Friday, the plan's curve, one request
 * and one check a step, a pause after each, connections that are new with each visit.
 */

const plan = JSON.parse(open(__ENV['PEAKPROOF_PLAN'] ?? '')) as Plan;
const { curve, thinkTimeMedianSeconds, thinkTimeSigma } = plan.load as ClosedLoad;
const baseUrls = (__ENV['BENCH_BASE_URLS'] ?? '').split(' ');

const stages = curve.slice(1).map((corner, index) => ({
  target: corner.virtualUsers,
  duration: `${corner.atSeconds - (curve[index]?.atSeconds ?? 0)}s`,
}));

// eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- @types/k6 has a class for what is a plain object
const shoppers: RampingVUsScenario = {
  executor: 'ramping-vus',
  startVUs: 0,
  stages,
  gracefulRampDown: '0s',
  gracefulStop: '0s',
};

export const options: Options = {
  scenarios: { shoppers },
  noVUConnectionReuse: true,
};

const drawn = personas.map(drawnOf);

const pathOf: Readonly<Record<string, string>> = {
  browse: '/',
  search: '/search?q=lamp',
  product: '/product/sku-000001',
  cart: '/cart',
  checkout: '/checkout',
};

export default function visit(): void {
  const { idInTest, iterationInScenario } = exec.vu;
  const random = randomOf(plan.seed, idInTest, iterationInScenario);
  let left = random.unit();
  const { journey } = drawn.find(({ share }) => (left -= share) < 0) ?? { journey: [] };
  for (const { step, chance } of journey) {
    if (!random.chance(chance)) continue;
    const path = pathOf[step] ?? '/';
    const response = http.get(`${baseUrls[idInTest % baseUrls.length] ?? ''}${path}`, { tags: { name: step } });
    check(response, { 'is the page': (answer) => (answer.body as string).includes('data-page="home"') });
    sleep(thinkTimeMedianSeconds * Math.exp(thinkTimeSigma * random.normal()));
  }
}
