import { expect, it } from 'vitest';
import { watchJanitor } from './watch-janitor.ts';

const tick = { offsetSeconds: 1, phase: 'steady', lines: [], faultInPlace: null } as const;

it('asks for the abortion of the run as soon as the janitor is gone, and says how it ended', () => {
  const gone = new AbortController();
  const watcher = watchJanitor(gone.signal);
  expect(watcher.see(tick)).toBeNull();
  gone.abort('it ended with SIGKILL');
  expect(watcher.see(tick)).toMatchObject({ wish: 'abort', trip: { condition: 'janitorGone' } });
  expect(JSON.stringify(watcher.see(tick))).toContain('it ended with SIGKILL');
});
