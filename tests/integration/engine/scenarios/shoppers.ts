import exec from 'k6/execution';
import engine from 'k6/x/peakproof';

const baseUrl = __ENV['PEAKPROOF_BASE_URL'] ?? '';
const hosts = Number(__ENV['TEST_HOSTS']);
const shoppersPerHost = Number(__ENV['TEST_SHOPPERS_PER_HOST']);
/** Sessions of each shopper; 0 = until the harness asks for the end. */
const sessions = Number(__ENV['TEST_SESSIONS']);

export const options = {
  scenarios: {
    shoppers: { executor: 'per-vu-iterations', vus: hosts, iterations: 1, maxDuration: '60s', gracefulStop: '0s' },
  },
  systemTags: ['status', 'error_code', 'expected_response'],
};

interface Visit {
  readonly slot: number;
  readonly number: number;
}

const get = (slot: number, path: string): Promise<unknown> =>
  engine.request(slot, 'GET', `${baseUrl}/${path}?slot=${slot}`, path, null, null);

const steps: ((visit: Visit) => Promise<void>)[] = [
  async ({ slot }) => {
    await Promise.all([get(slot, 'home'), get(slot, 'missing')]);
    engine.stepEnded(slot, 'ok');
  },
  async ({ slot, number }) => {
    const order = { intent: `i-${slot}-${number}`, key: `k-${slot}-${number}`, attempt: 1 };
    engine.ledgerIntent({ ...order, lines: [{ sku: 'SKU "1"', quantity: 2, unitPriceCents: 750 }], amountCents: 1500 });
    const status = Number(await get(slot, 'order'));
    engine.ledgerOutcome({ ...order, outcome: 'ok', status, orderId: `o-${slot}`, reason: null });
    engine.stepEnded(slot, status === 200 ? 'ok' : 'error');
  },
];

export default async function main(): Promise<void> {
  const host = exec.scenario.iterationInTest;
  const slots = Array.from({ length: shoppersPerHost }, (_, local) => local * hosts + host);
  // So many sessions, each of a shopper of its own; or shoppers who come again and again.
  const arrivals = Array.from({ length: shoppersPerHost * sessions }, (_, local) => local * hosts + host);
  await engine.run<Visit>({
    seed: 1,
    thinkTimeMedianSeconds: 0,
    thinkTimeSigma: 0,
    personas: [
      {
        share: 1,
        keepsCookies: false,
        journey: [
          { step: 'browse', chance: 1 },
          { step: 'checkout', chance: 1 },
        ],
      },
    ],
    patienceSeconds: 10,
    lives: sessions > 0 ? [] : slots.map((slot) => ({ slot, intervals: [{ startSeconds: 0, endSeconds: 3600 }] })),
    nextArrival: () => {
      const slot = arrivals.shift();
      return slot === undefined ? null : { atSeconds: 0, slot };
    },
    endSeconds: 3600,
    begin: (slot, number) => ({ slot, number }),
    takeStep: (visit, _step, place) => void steps[place]?.(visit),
    read: (_method, _url, status) => status,
    turn: (act) => act(),
  });
}
