import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../core/wire/events.ts';
import { publicationText } from './publication.ts';

const said = (
  event: Omit<Extract<RunEvent, { type: 'publish' }>, 'v' | 'at' | 'offsetSeconds' | 'type'>,
): RunEvent => ({
  v: 1,
  at: '2026-11-27T08:06:00.000Z',
  offsetSeconds: null,
  type: 'publish',
  ...event,
});
const to = 'Peakproof/shop in eu-west-1';

describe('publicationText', () => {
  it('says nothing where nothing was to be published', () => {
    expect(publicationText([])).toBeNull();
  });

  it('says what went where, and which dashboard shows it', () => {
    const dashboard = { name: 'peakproof-shop', url: null };
    expect(publicationText([said({ state: 'ended', points: 1_234, lost: 0, to, dashboard })])).toEqual({
      text: '1,234 points published to Peakproof/shop in eu-west-1',
      dashboard,
    });
  });

  it('says what was lost and why, also of a run that never came to its end', () => {
    const failed = said({ state: 'failed', detail: 'CloudWatch throttles PutMetricData' });
    const ended = said({ state: 'ended', points: 10, lost: 5, to, detail: 'CloudWatch throttles PutMetricData' });
    expect(publicationText([failed, ended])?.text).toBe(
      '10 points published to Peakproof/shop in eu-west-1; 5 points lost; CloudWatch throttles PutMetricData',
    );
    expect(publicationText([failed])?.text).toBe('not published to CloudWatch; CloudWatch throttles PutMetricData');
  });
});
