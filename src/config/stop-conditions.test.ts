import { describe, expect, it } from 'vitest';
import { stopConditions, stopWhenSchema } from './stop-conditions.ts';

const read = (written: unknown) => stopConditions(stopWhenSchema.parse(written));

describe('stopWhen', () => {
  it('is one condition or several, with durations in units', () => {
    expect(read({ badShareAbove: 0.5, for: '15s' })).toEqual([
      { kind: 'badShare', badShareAbove: 0.5, forSeconds: 15 },
    ]);
    expect(
      read([
        { p95Above: '5s', step: 'checkout', for: '20s' },
        { goodputBelow: 0.4, for: '30s' },
      ]),
    ).toEqual([
      { kind: 'latency', p95AboveMs: 5_000, step: 'checkout', forSeconds: 20 },
      { kind: 'goodput', goodputBelow: 0.4, forSeconds: 30 },
    ]);
    expect(stopConditions(undefined)).toEqual([]);
  });

  it.each([
    { badShareAbove: 0, for: '10s' },
    { badShareAbove: 1.2, for: '10s' },
    { p95Above: '5s', for: '10s' },
    { goodputBelow: 1, for: '10s' },
    { badShareAbove: 0.5 },
  ])('refuses %j', (written) => expect(stopWhenSchema.safeParse(written).success).toBe(false));
});
