import { describe, expect, it } from 'vitest';
import { asOpenRun } from '../../core/testing/open-run.ts';
import { outageRun } from '../testing/outage-run.ts';
import { drivenLoadFacts, plannedLoadText, plannedUsersDetail } from './load-words.ts';

const { evidence, verdict } = outageRun();
const open = asOpenRun(evidence, 50).plan.load;
const arrivals = { ...verdict.load, sessionsPerSecondPlanned: 40 };

describe('the words for the load', () => {
  it('are virtual users in the closed model', () => {
    expect(plannedLoadText(evidence.plan.load)).toBe('2,000 virtual users');
    expect(drivenLoadFacts(verdict.load)).toEqual(['2,000 virtual users']);
    expect(plannedUsersDetail(verdict.load)).toBe('2,000 planned');
  });

  it('are sessions a second in the open one, beside the virtual users that they made', () => {
    expect(plannedLoadText(open)).toBe('40 sessions/s');
    expect(drivenLoadFacts(arrivals)).toEqual(['40 sessions/s', '2,000 virtual users']);
    expect(plannedUsersDetail(arrivals)).toBe('2,000 expected at 40 sessions/s');
  });
});
