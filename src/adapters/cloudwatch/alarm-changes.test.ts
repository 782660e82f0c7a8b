import { describe, expect, it } from 'vitest';
import { defaultBudgets, referencePlace } from '../../config/default-budgets.ts';
import { compareAlarms } from './alarm-changes.ts';
import { alarmFor } from './alarm.ts';

const alarms = defaultBudgets.map((budget) => alarmFor(budget, referencePlace));
const [first, second, ...others] = alarms;
if (first === undefined || second === undefined) throw new Error('default budgets are missing');

describe('compareAlarms', () => {
  it('finds nothing to do between equal alarms, whatever the order of their dimensions', () => {
    const present = alarms.map((alarm) => ({
      ...alarm,
      Dimensions: [...alarm.Dimensions].reverse(),
      StateValue: 'OK' as const,
    }));
    expect(compareAlarms(alarms, present)).toEqual({
      ...{ added: [], changed: [], removed: [], foreign: [] },
      unchanged: alarms.length,
    });
  });

  it('tells added from removed', () => {
    const changes = compareAlarms([first, ...others], [second, ...others]);
    expect(changes.added).toEqual([first]);
    expect(changes.removed).toEqual([second.AlarmName]);
    expect(changes.unchanged).toBe(others.length);
  });

  it('never takes an alarm under the prefix that was no budget for one to remove', () => {
    const theirs = { ...second, AlarmDescription: 'checkout is slow' };
    const { removed, foreign } = compareAlarms([first], [first, theirs]);
    expect({ removed, foreign }).toEqual({ removed: [], foreign: [second.AlarmName] });
  });

  it('tells a changed limit as the budget has it', () => {
    const stricter = { ...defaultBudgets[0]!, limit: 900 };
    expect(compareAlarms([alarmFor(stricter, referencePlace)], [first]).changed).toMatchObject([
      { differences: [{ field: 'limit', from: '1100', to: '900' }] },
    ]);
  });

  it('sees what was changed by hand, fields that the budget does not have included', () => {
    const byHand = { ...first, ActionsEnabled: true, Threshold: 5 };
    const fields = compareAlarms([first], [byHand]).changed.flatMap(({ differences }) => differences);
    expect(fields).toEqual([
      { field: 'Threshold', from: '5', to: '1100' },
      { field: 'ActionsEnabled', from: 'true', to: 'false' },
    ]);
  });

  it('replaces a description that is no budget', () => {
    const broken = { ...first, AlarmDescription: 'slow?' };
    expect(compareAlarms([first], [broken]).changed[0]?.differences).toEqual([
      { field: 'AlarmDescription', from: '"slow?"', to: JSON.stringify(first.AlarmDescription) },
    ]);
  });

  it('does not hide a difference in writing only', () => {
    const spaced = { ...first, AlarmDescription: JSON.stringify(JSON.parse(first.AlarmDescription), null, 1) };
    expect(compareAlarms([first], [spaced]).changed).toHaveLength(1);
  });
});
