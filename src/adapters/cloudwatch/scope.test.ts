import { describe, expect, it } from 'vitest';
import { BadInputError } from '../../core/errors.ts';
import { alarmPrefix } from './scope.ts';

describe('alarmPrefix', () => {
  it('ends with a slash, with and without a scenario', () => {
    expect(alarmPrefix({ app: 'shop', environment: 'staging' }, 'x')).toBe('slo/shop/staging/');
    expect(alarmPrefix({ app: 'shop', environment: 'staging', scenario: 'peak' }, 'x')).toBe('slo/shop/staging/peak/');
  });

  it('refuses, all at once, parts that reach beyond their place', () => {
    try {
      alarmPrefix({ app: '', environment: 'staging/../production', scenario: '*' }, 'command line');
      expect.unreachable();
    } catch (error) {
      expect((error as BadInputError).problems.map(({ path }) => path)).toEqual(['app', 'environment', 'scenario']);
    }
  });
});
