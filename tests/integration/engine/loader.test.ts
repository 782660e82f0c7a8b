import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { engine, scenarioFile, startK6 } from './k6-process.ts';

let k6: string;
let folder: string;
beforeAll(async () => {
  ({ k6 } = await engine());
  folder = mkdtempSync(join(tmpdir(), 'peakproof-loader-'));
});

const runK6 = async (args: readonly string[], env: Record<string, string> = {}): Promise<string> => {
  const outcome = promisify(execFile)(k6, args, { cwd: folder, env: { ...process.env, ...env }, timeout: 60_000 });
  const { stdout, stderr } = await outcome.catch((error: unknown) => error as { stdout: string; stderr: string });
  return stdout + stderr;
};

describe('the loader', () => {
  it('names the TypeScript file and line of an error', async () => {
    const run = await startK6(scenarioFile('failing.ts'));
    const { log } = await run.ended;
    expect(log).toContain('no price for A');
    expect(log).toMatch(/failing-price\.ts:6:/);
    expect(log).toMatch(/failing\.ts:6:/);
  });

  it('shows what does not bundle as file, line and column', async () => {
    const script = join(folder, 'broken.ts');
    writeFileSync(script, 'const a: number = ;\nexport default () => a;\n');
    expect(await runK6(['run', 'broken.ts'])).toContain('broken.ts:1:18:');
  });

  it('serves inspect and archive, and a script named by a relative path', async () => {
    const script = relative(folder, scenarioFile('failing.ts'));
    expect(JSON.parse(await runK6(['inspect', script]))).toHaveProperty('scenarios.one.executor', 'per-vu-iterations');

    await runK6(['archive', script, '-O', 'scenario.tar']);
    expect(existsSync(join(folder, 'scenario.tar'))).toBe(true);
    expect(await runK6(['run', 'scenario.tar', '--quiet', '--address', ''])).toContain('no price for A');
  });

  it('can be switched off', async () => {
    writeFileSync(join(folder, 'node-module.js'), "import 'hdr-histogram-js'; export default () => {};\n");
    expect(await runK6(['run', 'node-module.js'])).toContain('node-module.js:1:');
    expect(await runK6(['run', 'node-module.js'], { XK6_TS: 'false' })).not.toContain('node-module.js:1:');
  });
});
