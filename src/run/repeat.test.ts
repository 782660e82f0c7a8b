import { expect, it } from 'vitest';
import { openJournal } from './journal.ts';
import { repeatFromT0 } from './repeat.ts';
import { StandingClock } from './testing/clocks.ts';

const repeated = (act: (offsetSeconds: number) => void) => {
  const clock = new StandingClock();
  const journal = openJournal(clock, { appendEvent: () => undefined });
  journal.fixT0(2_000);
  return { clock, repetition: repeatFromT0({ journal, clock }, 5, act) };
};

it('acts every few seconds from T0 on, and no more once it is stopped', async () => {
  const acted: number[] = [];
  const { clock, repetition } = repeated((offsetSeconds) => void acted.push(offsetSeconds));
  for (let seconds = 0; seconds < 15; seconds += 5) await clock.advance(5_000);
  await repetition.stop();
  await clock.advance(20_000);
  expect(acted).toEqual([3, 8, 13]);
});

// Were it told before, it would be an unhandled rejection, by which Vitest fails.
it('ends with what is thrown, and tells it when it is stopped', async () => {
  let acted = 0;
  const { clock, repetition } = repeated(() => {
    acted += 1;
    throw new Error('no space left on device');
  });
  for (let seconds = 0; seconds < 15; seconds += 5) await clock.advance(5_000);
  expect(acted).toBe(1);
  await expect(repetition.stop()).rejects.toThrow('no space left');
});
