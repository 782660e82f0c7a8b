import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';
import { packageRoot } from '../../support/cli.ts';

const go = (...args: string[]) =>
  spawnSync('go', args, { cwd: path.join(packageRoot, 'engine'), encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });

interface GoEvent {
  readonly Action: string;
  readonly Package: string;
  readonly Test?: string;
}

const eventsIn = (text: string): GoEvent[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as GoEvent);

const withoutGo = go('version').error !== undefined;

it.skipIf(withoutGo)(
  `the engine's own tests pass${withoutGo ? ' (Go is not installed)' : ''}`,
  { timeout: 900_000 },
  () => {
    const { status, stdout, stderr } = go('test', '-count=1', '-json', './...');
    const events = eventsIn(stdout);
    const named = (action: string): string[] =>
      events
        .filter((event) => event.Action === action && event.Test !== undefined)
        .map((event) => `${event.Package} ${event.Test ?? ''}`);
    expect({ status, failed: named('fail'), stderr: status === 0 ? '' : stderr }).toEqual({
      status: 0,
      failed: [],
      stderr: '',
    });
    const passed = named('pass').join('\n');
    for (const twin of [/refus/i, /tls/i, /response.*time|time.*response/i, /body/i]) expect(passed).toMatch(twin);
  },
);
