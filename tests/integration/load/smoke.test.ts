import { describe, expect, it } from 'vitest';
import { referenceAdapter } from './drive.ts';
import { inAll, stepCounts, timelineOf } from './evidence.ts';
import { runByHand } from './run-by-hand.ts';
import { serve, start, waitFor } from './running-load.ts';

describe('the smoke scenario', () => {
  it('takes every step of the reference shop', async () => {
    const { server, run } = await start({ scenario: 'smoke' }, { adapter: referenceAdapter });
    expect((await run.load.ended).exitCodes).toEqual([0]);
    const timeline = timelineOf(run);
    const good = ['browse ok', 'cart ok', 'checkout ok', 'product ok', 'search ok'];
    expect(
      Object.keys(stepCounts(timeline))
        .filter((step) => step !== 'checkout declined')
        .toSorted(),
    ).toEqual(good);
    const count = (what: string) => server.requests.filter((request) => request.what === what).length;
    expect(count('GET /assets/shop.css')).toBe(inAll(timeline, 'sessionsStarted'));
    expect(server.requests.every(({ headers }) => headers['accept-encoding'] === 'gzip, deflate, br')).toBe(true);
  });

  it('runs by hand, without a plan', async () => {
    const server = await serve();
    const byHand = await runByHand('smoke.ts', server.baseUrl);
    await waitFor(() => server.requests.some(({ what }) => what.startsWith('GET /product/sku-0')));
    expect(await byHand.stop()).toEqual({ exitCode: 0, output: '' });
  });

  it('says what is missing when it is run without a shop', async () => {
    const byHand = await runByHand('smoke.ts', '');
    const { exitCode, output } = await byHand.ended;
    expect(exitCode).not.toBe(0);
    expect(output).toContain('PEAKPROOF_BASE_URL is not set');
  });
});
