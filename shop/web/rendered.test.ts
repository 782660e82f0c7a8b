import { expect, it } from 'vitest';
import { Rendered } from './rendered.ts';

it('renders a view once, and another view anew', () => {
  let times = 0;
  const pages = new Rendered<{ name: string }>(({ name }) => `${name} ${(times += 1)}`);
  const lamp = { name: 'lamp “é”' };
  expect(pages.of(lamp).toString()).toBe('lamp “é” 1');
  expect(pages.of(lamp)).toBe(pages.of(lamp));
  expect(pages.of({ ...lamp }).toString()).toBe('lamp “é” 2');
});
