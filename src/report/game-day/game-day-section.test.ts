import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../core/wire/events.ts';
import type { JournalEntry } from '../../core/wire/game-day.ts';
import { outageRun } from '../testing/outage-run.ts';
import { gameDaySection } from './game-day-section.ts';

const run = outageRun();

const said = (offsetSeconds: number, entry: JournalEntry, text = ''): RunEvent => ({
  v: 1,
  at: '2026-11-27T08:00:00.000Z',
  offsetSeconds,
  type: 'journal',
  entry,
  role: 'responder',
  text,
});

const held = {
  ...run,
  evidence: {
    ...run.evidence,
    plan: {
      ...run.evidence.plan,
      gameDay: {
        faultsBy: 'hand' as const,
        holdAtMostSeconds: 1_800,
        acknowledgeWithinSeconds: 300,
        mendWithinSeconds: 900,
        operator: 'Ada',
        responders: ['Bo'],
      },
    },
    events: [
      ...run.evidence.events,
      said(160, 'acknowledged'),
      said(170, 'step', 'r: one'),
      said(171, 'step', 'r: two'),
      said(172, 'stepUndone', 'r: one'),
      said(400, 'happened', '<b>checkout refused</b>'),
      said(410, 'action', 'an alarm on refused checkouts'),
    ],
  },
  verdict: {
    ...run.verdict,
    gameDay: [
      {
        fault: 'database-outage',
        what: 'acknowledge' as const,
        seconds: 10,
        limitSeconds: 300,
        outcome: 'pass' as const,
        why: 'in time',
      },
    ],
  },
};

describe('the game day in the report', () => {
  it('is not there in any other run', () => expect(gameDaySection(run)).toBeNull());

  it('sets what was expected against what happened, with times, steps done, actions and the timeline', () => {
    const html = gameDaySection(held)!.text;
    for (const text of [
      'time to acknowledge · database-outage',
      run.evidence.plan.experiment!.hypothesis,
      '&lt;b&gt;checkout refused&lt;/b&gt;',
      'an alarm on refused checkouts',
      '<li>r: two</li>',
      '<span class="who">Fault</span> database-outage in place',
      '<span class="at">2:40</span> <span class="who">Responders</span> took it on',
    ])
      expect(html).toContain(text);
    expect(html).not.toContain('<li>r: one</li>');
  });
});
