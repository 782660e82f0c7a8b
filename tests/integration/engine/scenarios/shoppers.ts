import http from 'k6/http';
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

let leaving = false;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const get = (slot: number, path: string) =>
  http.asyncRequest('GET', `${baseUrl}/${path}?slot=${slot}`, null, {
    headers: { 'X-Peakproof-Slot': String(slot) },
    tags: { name: path },
    timeout: 10_000,
  });

const visit = async (slot: number, session: number): Promise<void> => {
  engine.sessionStarted(slot);
  engine.beginStep(slot, 'browse');
  await Promise.all([get(slot, 'home'), get(slot, 'missing')]);
  engine.endStep(slot, 'ok');
  await pause(5);

  const order = { intent: `i-${slot}-${session}`, key: `k-${slot}-${session}`, attempt: 1 };
  engine.ledgerIntent({ ...order, lines: [{ sku: 'SKU "1"', quantity: 2, unitPriceCents: 750 }], amountCents: 1500 });
  engine.beginStep(slot, 'checkout');
  const response = await get(slot, 'order');
  const latencyMs = engine.endStep(slot, response.status === 200 ? 'ok' : 'error');
  if (!(latencyMs > 0)) throw new Error(`checkout took ${latencyMs} ms`);
  engine.ledgerOutcome({ ...order, outcome: 'ok', status: response.status, orderId: `o-${slot}`, reason: null });
  engine.sessionEnded(slot, 'finished');
};

const shop = async (slot: number): Promise<void> => {
  for (let session = 0; !leaving && (sessions === 0 || session < sessions); session += 1) await visit(slot, session);
};

export default async function main(): Promise<void> {
  const host = exec.scenario.iterationInTest;
  engine.hostStarted(host);
  engine.onStop(() => (leaving = true));
  await Promise.all(Array.from({ length: shoppersPerHost }, (_, local) => shop(local * hosts + host)));
  engine.hostFinished(host);
}
