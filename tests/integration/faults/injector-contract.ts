import { describe, expect, it } from 'vitest';
import { BadInputError, NotReadyError } from '../../../src/core/errors.ts';
import type { FaultInjector } from '../../../src/ports.ts';
import { faultOn, runId } from './toxiproxy-rig.ts';

/** What every fault injector must do: src/ports.ts as tests. The injector knows the proxies `rds` and `stripe`, both healthy. */
export const describeInjectorContract = (name: string, injectorForTest: () => FaultInjector): void => {
  describe(`${name} as a fault injector`, () => {
    const slow = faultOn('stripe', 'latency', { latencyMs: 20 });
    const outage = faultOn('rds', 'down');

    it('lists its proxies, and nothing left where nothing was done', async () => {
      const injector = injectorForTest();
      expect(Object.keys(await injector.proxies())).toEqual(expect.arrayContaining(['rds', 'stripe']));
      expect(await injector.left()).toEqual([]);
    });

    it('shows what it applied, and heals it alone', async () => {
      const injector = injectorForTest();
      await injector.apply(runId, slow);
      await injector.apply(runId, outage);
      expect(await injector.left()).toEqual(
        expect.arrayContaining([
          { proxy: 'stripe', name: `peakproof-${runId}-the-latency`, runId },
          { proxy: 'rds', name: 'down', runId: null },
        ]),
      );
      await injector.heal(runId, slow);
      expect(await injector.left()).toEqual([{ proxy: 'rds', name: 'down', runId: null }]);
      await injector.heal(runId, outage);
      expect(await injector.left()).toEqual([]);
    });

    it('heals twice, and what was never applied, without a word', async () => {
      const injector = injectorForTest();
      await injector.apply(runId, slow);
      await injector.heal(runId, slow);
      await injector.heal(runId, slow);
      await injector.heal(runId, outage);
      expect(await injector.left()).toEqual([]);
    });

    it.each([
      ['a misspelt attribute', { ...slow, attributes: { latncyMs: 20 } }, BadInputError],
      ['an unknown kind', { ...slow, kind: 'gone' }, BadInputError],
      ['a toxicity above 1', { ...slow, toxicity: 1.5 }, BadInputError],
      ['a toxicity of 0', { ...slow, toxicity: 0 }, BadInputError],
      ['an outage of some connections', { ...outage, toxicity: 0.5 }, BadInputError],
      ['an unknown proxy', { ...slow, proxy: 'nowhere' }, NotReadyError],
    ])('refuses %s and touches nothing', async (_what, fault, error) => {
      const injector = injectorForTest();
      await expect(injector.apply(runId, fault)).rejects.toThrow(error);
      expect(await injector.left()).toEqual([]);
    });
  });
};
