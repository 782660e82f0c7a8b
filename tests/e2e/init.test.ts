import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageRoot, runCli } from '../support/cli.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-init-'));
  mkdirSync(path.join(folder, 'node_modules'));
  symlinkSync(packageRoot, path.join(folder, 'node_modules', 'peakproof'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('init', () => {
  it('writes a configuration that can be planned at once', async () => {
    const made = await runCli(['init', '--base-url', 'https://staging.shop.example'], { cwd: folder });
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(path.join(folder, 'k6.config.ts'), 'utf8')).toContain(`allowedHosts: ['staging.shop.example']`);
    const { code, stdout, stderr } = await runCli(['rehearse', '--dry-run', '--json'], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { plan } = JSON.parse(stdout) as {
      plan: { shop: { kind: string; adapter: string }; load: { virtualUsers: number } };
    };
    expect(plan.shop).toMatchObject({ kind: 'external', adapter: path.join(folder, 'scenarios/shops/mine.ts') });
    expect(plan.load.virtualUsers).toBe(50);
  });

  it('overwrites nothing, and says so for every file', async () => {
    await runCli(['init'], { cwd: folder });
    const { code, stderr } = await runCli(['init'], { cwd: folder });
    expect(code).toBe(4);
    expect(stderr).toContain('k6.config.ts');
    expect(stderr).toContain('mine.ts');
  });

  it('refuses what is no URL', async () => {
    const { code, stderr } = await runCli(['init', '--base-url', 'shop'], { cwd: folder });
    expect({ code, stderr }).toMatchObject({ code: 4 });
    expect(stderr).toContain('--base-url');
  });
});

describe('the command line', () => {
  it('explains itself: every command has help with an example', async () => {
    for (const command of [
      '',
      'rehearse',
      'gate',
      'report',
      'init',
      'doctor',
      'chaos',
      'slo',
      'shop',
      'engine',
      'probe',
    ]) {
      const { code, stdout } = await runCli([...(command === '' ? [] : [command]), '--help'], { cwd: folder });
      expect({ command, code }).toEqual({ command, code: 0 });
      if (!['chaos', 'slo', 'shop'].includes(command)) expect(stdout).toMatch(/Examples?:/);
    }
  });

  it('takes an unknown command and an unknown option for bad input', async () => {
    expect((await runCli(['rehears'], { cwd: folder })).code).toBe(4);
    expect((await runCli(['rehearse', '--user', '5'], { cwd: folder })).code).toBe(4);
  });
});
