import http from 'k6/http';
import engine from 'k6/x/peakproof';

export const options = { scenarios: { one: { executor: 'per-vu-iterations', vus: 2, iterations: 1 } } };

export default async function main(): Promise<void> {
  engine.hostStarted(0);
  await http.asyncRequest('GET', `${__ENV['PEAKPROOF_BASE_URL'] ?? ''}/hang`, null, {
    headers: { 'X-Peakproof-Slot': String(__VU) },
    tags: { name: 'hang' },
  });
  engine.hostFinished(0);
}
