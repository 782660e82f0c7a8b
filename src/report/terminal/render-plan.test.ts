import { expect, it } from 'vitest';
import { asOpenRun } from '../../core/testing/open-run.ts';
import { outagePlan, outageRun } from '../testing/outage-run.ts';
import { outageBudgets } from '../testing/outage-verdict.ts';
import { renderPlan } from './render-plan.ts';

const plain = { colour: false, width: 72 };

it('a plan with a fault', () =>
  expect(
    renderPlan(
      outagePlan,
      { ...outageBudgets, budgets: outageBudgets.budgets.slice(8) },
      ['checkout p95 steady (2800 ms): about 1944 attempts in 100 s: too short to decide (120 s are needed): advisory'],
      plain,
    ),
  ).toMatchInlineSnapshot(`
    "Plan black-friday-20261127-0800
    black-friday on the reference shop, modern profile · seed 20261127 · at most 6 min 52 s in all

    Database fail-over
      When the primary is lost for 20 s, checkout comes back by itself
      within 90 s and no order is lost.

    Load, up to 2,000 virtual users
      ▁▁▂▂▃▄▅▆▇██████████████████████████████████████████████████████▇▅▄▃▁
      ····························▓▓▓▓▓···································

    Timeline
      0:00  ramp-up
      0:50  steady: 2,000 virtual users
      2:30  database-outage in: failover on database for 20 s
      2:50  database-outage out; up to 105 s are kept for recovery
      5:30  ramp-down
      6:00  end of the load

    What is touched
      database, through the proxy shop-database

    Budgets  the defaults that come with Peakproof
      checkout   p95 latency       steady       2.80 s
      checkout   p95 latency       after        2.80 s
      checkout   error share       steady          1 %
      checkout   service recovery  every fault    90 s
      whole run  downtime                        2 min

    What it can decide
      checkout p95 steady (2800 ms): about 1944 attempts in 100 s: too short
      to decide (120 s are needed): advisory"
  `));

it('a plan without fault and budget says what that means', () => {
  const text = renderPlan({ ...outagePlan, experiment: null }, { ...outageBudgets, budgets: [] }, [], plain);
  expect(text).toContain('no fault is planned');
  expect(text).toContain('none: the verdict would be inconclusive');
});

it('a plan of the open model says what it makes of arrivals', () => {
  const { plan } = asOpenRun(outageRun().evidence, 50);
  const text = renderPlan(plan, { ...outageBudgets, budgets: [] }, [], plain);
  expect(text).toContain('Load, up to 40 sessions/s  about 2,000 virtual users at a time, 6,000 at most');
  expect(text).toContain('  ▁▁▂▂▃▄▅▆▇█████');
  expect(text).toContain('0:50  steady: 40 sessions/s');
});

it('a plan with a surge is not at its peak all the time', () => {
  const curve = [0, 30, 60, 90].map((atSeconds, index) => ({
    atSeconds,
    virtualUsers: [0, 1_000, 2_000, 0][index] ?? 0,
  }));
  const plan = { ...outagePlan, load: { ...outagePlan.load, model: 'closed' as const, virtualUsers: 2_000, curve } };
  expect(renderPlan(plan, outageBudgets, [], plain)).toContain('steady: up to 2,000 virtual users');
});

it('a plan with its calls, and with a fault that waits for another', () => {
  const [fault] = outagePlan.experiment?.faults ?? [];
  if (fault === undefined || outagePlan.experiment === null) throw new Error('the plan has a fault');
  const again = {
    ...fault,
    name: 'again',
    atSeconds: 280,
    trigger: { after: fault.name, event: 'recovered' as const, delaySeconds: 10 },
  };
  const plan = { ...outagePlan, experiment: { ...outagePlan.experiment, faults: [fault, again] } };
  const calls = [{ atSeconds: 150, text: 'POST http://toxiproxy/proxies/rds {"enabled":false}' }];
  const text = renderPlan(plan, outageBudgets, [], { colour: false, width: 200 }, calls);
  expect(text).toContain('2:30 POST http://toxiproxy/proxies/rds {"enabled":false}');
  expect(text).toContain('4:40  again waits: 10 s after recovery from database-outage, at the latest now');
});
