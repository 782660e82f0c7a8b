import { describe, expect, it } from 'vitest';
import { healthyRun, syntheticEvent, syntheticRun } from '../../core/testing/synthetic-run.ts';
import { gateLines } from './gate-lines.ts';

const { plan } = syntheticRun({ ...healthyRun, virtualUsers: 1, wishes: 0 });
const gatePlan = { ...plan, timing: { ...plan.timing, looksAtSeconds: [190, 250] } };

describe('gateLines', () => {
  it('says nothing of a run that is no gate', () => expect(gateLines(plan, [])).toEqual([]));

  it('says what each look found', () => {
    const events = [
      syntheticEvent(195, { type: 'look', number: 1, upToSeconds: 190, open: ['checkout-errors'], failed: [] }),
      syntheticEvent(255, { type: 'look', number: 2, upToSeconds: 250, open: [], failed: [] }),
    ];
    expect(gateLines(gatePlan, events)).toEqual([
      { what: 'Look 1 of 2, up to 3:10', found: 'not decided: checkout-errors' },
      { what: 'Look 2 of 2, up to 4:10', found: 'every budget decided' },
    ]);
  });

  it('lists every attempt at the revision, those without evidence too', () => {
    const release = {
      revision: 'abc123',
      attempt: 4,
      earlier: [
        { runId: 'run-1', createdAt: '2026-11-27T08:00:00.000Z', verdict: 'fail' as const },
        { runId: 'run-2', createdAt: '2026-11-27T09:00:00.000Z', verdict: null },
      ],
      despiteEarlierFail: 'the stub was down',
    };
    expect(gateLines({ ...gatePlan, release }, []).map(({ what, found }) => `${what}: ${found}`)).toEqual([
      'Release: revision abc123, attempt 4',
      'Earlier attempt run-1: fail',
      'Earlier attempt run-2: left no verdict',
      'Earlier attempts without evidence here: 1',
      'Run synthetic-run was made despite an earlier fail: the stub was down',
    ]);
  });
});
