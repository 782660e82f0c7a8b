import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plannedVirtualUsers } from '../../src/core/load-curve.ts';
import { activeIntervals, slotsOfHost } from './curve.ts';

const doorsOpen = [
  { atSeconds: 0, virtualUsers: 0 },
  { atSeconds: 10, virtualUsers: 100 },
  { atSeconds: 30, virtualUsers: 100 },
  { atSeconds: 40, virtualUsers: 0 },
];

const curves = fc
  .array(fc.record({ gapSeconds: fc.integer({ min: 0, max: 20 }), virtualUsers: fc.integer({ min: 0, max: 40 }) }), {
    minLength: 2,
    maxLength: 8,
  })
  .map((corners) => {
    let atSeconds = 0;
    return corners.map(({ gapSeconds, virtualUsers }) => ({ atSeconds: (atSeconds += gapSeconds), virtualUsers }));
  });

describe('activeIntervals', () => {
  it('starts and ends a slot where the curve crosses it', () => {
    expect(activeIntervals(doorsOpen, 50)).toEqual([{ startSeconds: 5, endSeconds: 35 }]);
    expect(activeIntervals(doorsOpen, 100)).toEqual([]);
  });

  it('gives a slot two lives where the curve has two hills', () => {
    const hills = [0, 10, 0, 10, 0].map((virtualUsers, index) => ({ atSeconds: index * 10, virtualUsers }));
    expect(activeIntervals(hills, 5)).toEqual([
      { startSeconds: 5, endSeconds: 15 },
      { startSeconds: 25, endSeconds: 35 },
    ]);
  });

  it('follows a vertical jump', () => {
    const jump = [
      { atSeconds: 0, virtualUsers: 1 },
      { atSeconds: 5, virtualUsers: 1 },
      { atSeconds: 5, virtualUsers: 9 },
      { atSeconds: 8, virtualUsers: 9 },
    ];
    expect(activeIntervals(jump, 0)).toEqual([{ startSeconds: 0, endSeconds: 8 }]);
    expect(activeIntervals(jump, 4)).toEqual([{ startSeconds: 5, endSeconds: 8 }]);
  });

  it('says of every slot and instant what V(t) says', () => {
    fc.assert(
      fc.property(
        curves,
        fc.integer({ min: 0, max: 40 }),
        fc.double({ min: 0, max: 160, noNaN: true }),
        (curve, slot, at) => {
          const isOnCurve = curve[0]!.atSeconds <= at && at < curve.at(-1)!.atSeconds;
          const users = isOnCurve ? plannedVirtualUsers(curve, at) : 0;
          fc.pre(Math.abs(users - slot) > 1e-6);
          const isActive = activeIntervals(curve, slot).some(
            ({ startSeconds, endSeconds }) => startSeconds <= at && at < endSeconds,
          );
          expect(isActive).toBe(users > slot);
        },
      ),
    );
  });

  it('keeps intervals in order and apart', () => {
    fc.assert(
      fc.property(curves, fc.integer({ min: 0, max: 40 }), (curve, slot) => {
        const edges = activeIntervals(curve, slot).flatMap(({ startSeconds, endSeconds }) => [
          startSeconds,
          endSeconds,
        ]);
        expect(edges.every((edge, index) => index === 0 || edge > edges[index - 1]!)).toBe(true);
      }),
    );
  });
});

describe('slotsOfHost', () => {
  it('deals every slot to exactly one host', () => {
    fc.assert(
      fc.property(curves, fc.integer({ min: 1, max: 60 }), (curve, hosts) => {
        const users = Math.max(...curve.map((point) => point.virtualUsers));
        const dealt = Array.from({ length: hosts }, (_, host) => slotsOfHost(curve, host, hosts)).flat();
        expect(dealt.toSorted((a, b) => a - b)).toEqual(Array.from({ length: users }, (_, slot) => slot));
      }),
    );
  });
});
