import exec from 'k6/execution';
import engine from 'k6/x/peakproof';

export const options = { scenarios: { one: { executor: 'per-vu-iterations', vus: 2, iterations: 1 } } };

export default async function main(): Promise<void> {
  const slot = exec.scenario.iterationInTest;
  await engine.run<{ readonly slot: number }>({
    seed: 1,
    thinkTimeMedianSeconds: 1,
    thinkTimeSigma: 0,
    personas: [{ share: 1, keepsCookies: false, journey: [{ step: 'hang', chance: 1 }] }],
    patienceSeconds: 60,
    lives: [{ slot, intervals: [{ startSeconds: 0, endSeconds: 60 }] }],
    nextArrival: null,
    endSeconds: 60,
    begin: () => ({ slot }),
    takeStep: () => void engine.request(slot, 'GET', `${__ENV['PEAKPROOF_BASE_URL'] ?? ''}/hang`, 'hang', null, null),
    read: (_method, _url, status) => status,
    turn: (act) => act(),
  });
}
