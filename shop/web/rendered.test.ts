import { expect, it } from 'vitest';
import { Rendered } from './rendered.ts';

it('renders a view once, and another view anew', () => {
  let times = 0;
  const pages = new Rendered<{ name: string }>(({ name }) => `${name} ${(times += 1)}`, 2);
  const lamp = { name: 'lamp “é”' };
  expect(pages.of(lamp).toString()).toBe('lamp “é” 1');
  expect(pages.of(lamp)).toBe(pages.of(lamp));
  expect(pages.of({ ...lamp }).toString()).toBe('lamp “é” 2');
});

it('keeps no more than there is room for, and makes what it let go of anew', () => {
  const pages = new Rendered<{ name: string }>(({ name }) => name, 2);
  const [first, second, third] = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
  const made = [first, second, third].map((view) => pages.of(view));
  expect(pages.of(second)).toBe(made[1]);
  expect(pages.of(third)).toBe(made[2]);
  expect(pages.of(first)).toEqual(made[0]);
  expect(pages.of(first)).not.toBe(made[0]);
});
