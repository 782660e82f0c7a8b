import { describe, expect, it } from 'vitest';
import { endsOf, inAll, inSecond, ledgerOf, logOf, stepCounts, timelineOf } from './evidence.ts';
import { start, waitFor } from './running-load.ts';

describe('the load of a plan', () => {
  it('follows V(t), closes its books and ends by itself', async () => {
    // Every order of an even virtual user is answered 503 at first, and may have been written.
    const seen = new Set<string>();
    const { run } = await start(
      {},
      {
        disturb: ({ what, slot }) => {
          if (!what.startsWith('POST /checkout') || (slot ?? 0) % 2 === 1 || seen.has(what)) return null;
          seen.add(what);
          return { status: 503 };
        },
      },
    );
    const { exitCodes } = await run.load.ended;
    expect([exitCodes, logOf(run)]).toEqual([[0], '']);

    const timeline = timelineOf(run);
    for (const second of [2, 4, 6, 8]) expect(inSecond(timeline, second, 'activeVirtualUsers')).toBe(10);
    expect(endsOf(timeline)).toMatchObject([{ hostsStarted: 2, hostsFinished: 2, requestsCut: 0, stopped: false }]);
    expect(inAll(timeline, 'sessionsCrashed')).toBe(0);
    const ended = inAll(timeline, 'sessionsFinished') + inAll(timeline, 'sessionsAbandoned');
    expect(ended).toBe(inAll(timeline, 'sessionsStarted'));

    const ledger = ledgerOf(run);
    const intents = ledger.filter((line) => line.type === 'intent');
    const outcomes = ledger.filter((line) => line.type === 'outcome');
    expect(intents.length).toBeGreaterThan(5);
    expect(outcomes.map(({ key, attempt }) => `${key} ${attempt}`).toSorted()).toEqual(
      intents.map(({ key, attempt }) => `${key} ${attempt}`).toSorted(),
    );
    expect(ledger.at(-1)).toEqual({ type: 'closed', intents: intents.length, outcomes: outcomes.length });
    const refused = outcomes.filter(({ status }) => status === 503);
    expect(new Set(refused.map(({ outcome }) => outcome))).toEqual(new Set(['indeterminate']));
    const again = refused.flatMap(
      ({ intent, key }) =>
        outcomes.find((line) => line.intent === intent && line.key === key && line.attempt === 2) ?? [],
    );
    expect(again.length).toBeGreaterThan(0);
    expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(['ok']));
    const acknowledged = outcomes.filter(({ outcome }) => outcome === 'ok').map(({ intent }) => intent);
    expect(stepCounts(timeline)['checkout ok']).toBe(new Set(acknowledged).size);
  });

  it('ends within a step when asked to, and leaves no order half done', async () => {
    const hold = [
      { atSeconds: 0, virtualUsers: 10 },
      { atSeconds: 60, virtualUsers: 10 },
    ];
    const { server, run } = await start({ load: { curve: hold, thinkTimeMedianSeconds: 2 } });
    await waitFor(() => server.requests.some(({ what }) => what.startsWith('POST /checkout')));
    await run.load.stop();
    const askedAtMs = Date.now();
    const { exitCodes } = await run.load.ended;
    expect(Date.now() - askedAtMs).toBeLessThan(10_000);
    expect(exitCodes).toEqual([0]);
    expect(endsOf(timelineOf(run))).toMatchObject([{ stopped: true, hostsFinished: 2, requestsCut: 0 }]);
    const ledger = ledgerOf(run);
    const count = (type: string) => ledger.filter((line) => line.type === type).length;
    expect(count('outcome')).toBe(count('intent'));
    expect(count('closed')).toBe(1);
  });

  it('is the same for every virtual user with one worker and with four', async () => {
    const sequences = async (workers: number): Promise<string[][]> => {
      const { server: shop, run } = await start({ seed: 11, load: { workers, hosts: 4 } });
      await run.load.ended;
      const slots = Array.from({ length: 10 }, (_, slot) =>
        shop.requests.filter((request) => request.slot === slot).map(({ what, body }) => `${what} ${body}`),
      );
      expect(endsOf(timelineOf(run, workers))).toHaveLength(workers);
      expect(inSecond(timelineOf(run, workers), 5, 'activeVirtualUsers')).toBe(10);
      return slots;
    };
    const [alone, together] = [await sequences(1), await sequences(4)];
    for (const [slot, one] of alone.entries()) {
      const other = together[slot]!;
      const common = Math.min(one.length, other.length);
      expect(common, `requests of slot ${slot}`).toBeGreaterThan(5);
      expect(one.slice(0, common)).toEqual(other.slice(0, common));
    }
    expect(new Set(alone.map((slot) => slot.slice(0, 6).join('\n'))).size).toBeGreaterThan(5);
  });

  it('of the open model lets sessions arrive as planned, the same with one worker as with three', async () => {
    const arrivals = async (workers: number) => {
      const { server: shop, run } = await start({ seed: 11, open: { workers, hosts: 3 } });
      await run.load.ended;
      const timeline = timelineOf(run, workers);
      expect(inAll(timeline, 'sessionsLate')).toBe(0);
      expect(inAll(timeline, 'sessionsStarted')).toBe(new Set(shop.requests.map(({ slot }) => slot)).size);
      const bySlot = new Map<number | null, string[]>();
      for (const { slot, what } of shop.requests) bySlot.set(slot, [...(bySlot.get(slot) ?? []), what]);
      return bySlot;
    };
    const [alone, together] = [await arrivals(1), await arrivals(3)];
    // ∫λ = 95; Poisson's standard deviation is below 10.
    expect(alone.size).toBeGreaterThan(60);
    expect(alone.size).toBeLessThan(130);
    expect([...together.keys()].toSorted()).toEqual([...alone.keys()].toSorted());
    for (const [slot, one] of alone) {
      const other = together.get(slot) ?? [];
      const common = Math.min(one.length, other.length);
      expect(one.slice(0, common)).toEqual(other.slice(0, common));
    }
  });
});
