import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutLooks } from './plan-looks.ts';

describe('layOutLooks', () => {
  it('looks after the shortest plateau, then every minute up to the cap', () => {
    expect(layOutLooks({ firstLookSeconds: 180, upToSeconds: 360 }, 10)).toEqual([190, 250, 310, 370]);
    expect(layOutLooks({ firstLookSeconds: 120, upToSeconds: 150 }, 10)).toEqual([130, 160]);
    expect(layOutLooks({ firstLookSeconds: 120, upToSeconds: 120 }, 10.4)).toEqual([130]);
  });

  it('never goes beyond the cap, always reaches it, and rises', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 120, max: 900 }),
        fc.integer({ min: 0, max: 1_800 }),
        fc.integer({ min: 0, max: 2_000 }),
        (firstLookSeconds, more, startTenths) => {
          const start = startTenths / 10;
          const looks = layOutLooks({ firstLookSeconds, upToSeconds: firstLookSeconds + more }, start);
          expect(looks[0]).toBe(Math.floor(start + firstLookSeconds));
          expect(looks.at(-1)).toBe(Math.floor(start + firstLookSeconds + more));
          expect(looks).toEqual([...new Set(looks)].toSorted((a, b) => a - b));
        },
      ),
    ));
});
