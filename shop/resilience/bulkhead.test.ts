import { expect, it } from 'vitest';
import { Bulkhead } from './bulkhead.ts';
import { UnavailableError } from './circuit-breaker.ts';

const gate = () => {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
};

it('lets some work, some wait, and refuses the rest', async () => {
  const bulkhead = new Bulkhead('database', 2, 1);
  const { opened, open } = gate();
  let working = 0;
  let most = 0;
  const work = async () => {
    working += 1;
    most = Math.max(most, working);
    await opened;
    working -= 1;
  };
  const let3 = [bulkhead.run(work), bulkhead.run(work), bulkhead.run(work)];
  await expect(bulkhead.run(work)).rejects.toThrow(UnavailableError);
  open();
  await Promise.all(let3);
  expect(most).toBe(2);
});

it('gives its place back after a failure', async () => {
  const bulkhead = new Bulkhead('database', 1, 0);
  await expect(bulkhead.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await bulkhead.run(() => Promise.resolve(1))).toBe(1);
});
