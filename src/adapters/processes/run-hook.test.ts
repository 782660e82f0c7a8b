import { expect, it } from 'vitest';
import { runHook } from './run-hook.ts';

const env = { PATH: '/usr/bin:/bin', PEAKPROOF_STAGE_SHARE: '0.1' };

it('runs the command by the shell, with what it is told', async () => {
  await expect(runHook('test "$PEAKPROOF_STAGE_SHARE" = 0.1', env)).resolves.toBeUndefined();
});

it('says how it failed, and the end of what it said', async () => {
  await expect(runHook('echo the router is not there >&2; exit 3', env)).rejects.toThrow(
    '`echo the router is not there >&2; exit 3` ended with exit code 3: the router is not there',
  );
});
