import { describe, expect, it } from 'vitest';
import { asOpenRun } from '../testing/open-run.ts';
import { healthyRun, syntheticRun } from '../testing/synthetic-run.ts';
import { planSchema } from './plan.ts';

const run = syntheticRun({ ...healthyRun, virtualUsers: 20, wishes: 10 });

describe('the load of a plan', () => {
  it('is of the closed model where an old plan does not say', () => {
    const { model, ...old } = run.plan.load;
    expect(model).toBe('closed');
    expect(planSchema.parse({ ...run.plan, load: old })).toEqual(run.plan);
  });

  it('is read as it was written, in either model', () => {
    for (const { plan } of [run, asOpenRun(run)])
      expect(planSchema.parse(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
  });

  it('never has the corners of the other model', () => {
    const load = { ...asOpenRun(run).plan.load, curve: run.plan.load.curve };
    expect(planSchema.safeParse({ ...run.plan, load }).success).toBe(false);
    expect(planSchema.safeParse({ ...run.plan, load: null }).success).toBe(false);
  });
});
