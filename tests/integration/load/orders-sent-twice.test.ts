import { expect, it } from 'vitest';
import type { LedgerLine } from '../../../src/core/wire/ledger.ts';
import { testScenariosFolder } from './drive.ts';
import { ledgerOf, stepCounts, timelineOf } from './evidence.ts';
import { start } from './running-load.ts';
import type { RecordedRequest } from './recording-server.ts';

const keyOf = ({ headers }: RecordedRequest): string => String(headers['idempotency-key']);

/** A load whose buyers all send their order twice, against a shop that leaves every fourth first attempt without an answer. */
const startBuyers = async (runId: string) => {
  const seen = new Set<string>();
  const disturb = (request: RecordedRequest) => {
    if (!request.what.startsWith('POST /checkout') || seen.has(keyOf(request))) return null;
    seen.add(keyOf(request));
    return (request.slot ?? 0) % 4 === 0 ? ('never' as const) : null;
  };
  const { server, run } = await start(
    { runId, scenario: 'everybody-buys-twice', load: { patienceSeconds: 3 } },
    { disturb, scenariosFolder: testScenariosFolder },
  );
  await run.load.ended;
  return { checkouts: server.requests.filter(({ what }) => what.startsWith('POST /checkout')), run };
};

const attemptsByKey = (ledger: readonly LedgerLine[]): string[][] => {
  const byKey = new Map<string, string[]>();
  for (const line of ledger)
    if (line.type === 'outcome') byKey.set(line.key, [...(byKey.get(line.key) ?? []), line.outcome]);
  return [...byKey.values()];
};

it('orders are sent twice in all three ways, and two runs at once do not mix their ledgers', async () => {
  const runs = await Promise.all([startBuyers('shop-a'), startBuyers('shop-b')]);
  for (const [index, { checkouts, run }] of runs.entries()) {
    const runId = ['shop-a', 'shop-b'][index]!;
    const ledger = ledgerOf(run);
    expect(ledger[0]).toMatchObject({ type: 'header', runId });
    const intents = ledger.filter((line) => line.type === 'intent');
    expect(intents.length).toBeGreaterThan(20);
    expect(intents.every(({ intent, key }) => intent.startsWith(`${runId}-`) && key.startsWith(`${intent}-key`))).toBe(
      true,
    );
    expect(new Set(checkouts.map(keyOf))).toEqual(new Set(intents.map(({ key }) => key)));

    const outcomes = attemptsByKey(ledger).map((attempts) => attempts.join(' '));
    expect(outcomes, 'time-out, then again').toContain('indeterminate ok');
    expect(outcomes, 'double click, or reload').toContain('ok ok');
    expect(intents.some(({ key }) => key.endsWith('-key-2'))).toBe(true);
    const acknowledged = new Set(
      ledger.flatMap((line) => (line.type === 'outcome' && line.outcome === 'ok' ? [line.intent] : [])),
    );
    expect(stepCounts(timelineOf(run))['checkout ok']).toBe(acknowledged.size);
  }
});
