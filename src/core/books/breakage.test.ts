import { describe, expect, it } from 'vitest';
import { showInstant } from './breakage.ts';

describe('showInstant', () => {
  it.each([
    [Date.UTC(2026, 10, 27, 0, 26), '2026-11-27T00:26:00.000Z'],
    [0, 'time not told'],
    [9e15, '9000000000000000 ms'],
  ])('%d: %s', (atMs, text) => {
    expect(showInstant(atMs)).toBe(text);
  });
});
