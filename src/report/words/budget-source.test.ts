import { describe, expect, it } from 'vitest';
import { budgetSourceText } from './budget-source.ts';

const read = { region: 'eu-west-1', prefix: 'slo/shop/staging/', readAt: '2026-11-24T08:00:00.000Z' };

describe('budgetSourceText', () => {
  it('names the alarms that were adopted beside those under the prefix', () => {
    expect(budgetSourceText({ kind: 'cloudwatch', ...read, adopted: ['checkout-slow'] })).toBe(
      'from CloudWatch alarms slo/shop/staging/, checkout-slow in eu-west-1, read 2026-11-24 08:00:00 UTC',
    );
  });

  it('says how old a snapshot is, and why it stands in', () => {
    const usedAt = '2026-11-27T09:00:00.000Z';
    expect(
      budgetSourceText({ kind: 'snapshot', path: 's.json', ...read, usedAt, because: 'CloudWatch cannot be reached' }),
    ).toBe(
      'from the snapshot s.json, 3 days old, of CloudWatch alarms slo/shop/staging/ in eu-west-1 (read 2026-11-24 08:00:00 UTC), since CloudWatch cannot be reached',
    );
  });
});
