import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, it } from 'vitest';
import { ensureEngine } from '../../../src/adapters/engine/index.ts';
import { NotReadyError } from '../../../src/core/errors.ts';
import { engine } from './k6-process.ts';

const onProgress = (): void => undefined;
const started: ChildProcess[] = [];
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  for (const child of started.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
});

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'peakproof-engine-'));
  folders.push(folder);
  return folder;
};

const start = (command: string, args: readonly string[]) => {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], timeout: 60_000 });
  started.push(child);
  return child;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const executable = (content: string): string => {
  const path = join(newFolder(), 'program');
  writeFileSync(path, content);
  chmodSync(path, 0o755);
  return path;
};

const remedyOf = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(NotReadyError);
  const { message, hint } = error as NotReadyError;
  return `${message} | ${hint ?? ''}`;
};

describe('ensureEngine', () => {
  it('builds twice at once into one folder', async () => {
    const cache = newFolder();
    // Go would keep its own cache below XDG_CACHE_HOME, too, and compile everything anew.
    const goCache = execFileSync('go', ['env', 'GOCACHE'], { encoding: 'utf8' }).trim();
    const env = { ...process.env, XDG_CACHE_HOME: cache, GOCACHE: goCache };
    const lines: string[] = [];
    const build = () => ensureEngine({ onProgress: (text) => lines.push(text), env });
    const [first, second] = await Promise.all([build(), build()]);
    expect(second).toEqual(first);
    expect(lines).toContain('engine built');
    expect(readdirSync(join(cache, 'peakproof'))).toHaveLength(1);

    lines.length = 0;
    await build();
    expect(lines).toEqual([]);
  }, 600_000);

  it('says what to do where there is no Go, or one that is too old', async () => {
    const env = { XDG_CACHE_HOME: newFolder(), PATH: '/nowhere' };
    expect(await remedyOf(ensureEngine({ onProgress, env }))).toMatch(/no Go on this machine.*install Go 1\.21/);

    const go = executable('#!/bin/sh\necho go version go1.20.3 linux/amd64\n');
    const bin = newFolder();
    writeFileSync(join(bin, 'go'), `#!/bin/sh\nexec ${go}\n`);
    chmodSync(join(bin, 'go'), 0o755);
    const old = { ...env, PATH: `${bin}:/usr/bin:/bin` };
    expect(await remedyOf(ensureEngine({ onProgress, env: old }))).toMatch(/Go 1\.20\.3 is too old.*install Go 1\.21/);
  });

  it('shows the last words of a build that fails', async () => {
    const bin = newFolder();
    const script =
      '#!/bin/sh\n[ "$1" = version ] && echo go version go1.25.0 && exit 0\necho no space left >&2\nexit 1\n';
    writeFileSync(join(bin, 'go'), script);
    chmodSync(join(bin, 'go'), 0o755);
    const cache = newFolder();
    const env = { XDG_CACHE_HOME: cache, PATH: `${bin}:/usr/bin:/bin` };
    expect(await remedyOf(ensureEngine({ onProgress, env }))).toContain('no space left');
    expect(readdirSync(join(cache, 'peakproof'))).toEqual([]);
  });

  it('takes capable binaries by path and refuses others', async () => {
    const own = await engine();
    const env = { ...process.env, XDG_CACHE_HOME: '/nowhere' };
    const given = { k6Path: own.k6, toxiproxyPath: own.toxiproxyServer, redisPath: own.redis };
    expect(await ensureEngine({ onProgress, env, ...given })).toEqual(own);

    const plainK6 = executable('#!/bin/sh\necho k6 v2.2.0\n');
    expect(await remedyOf(ensureEngine({ onProgress, env, ...given, k6Path: plainK6 }))).toContain(
      'without the Peakproof extension',
    );
    expect(await remedyOf(ensureEngine({ onProgress, env, ...given, k6Path: '/nowhere/k6' }))).toContain('ENOENT');
    const oldToxiproxy = executable('#!/bin/sh\necho toxiproxy-server version 2.5.0\n');
    expect(await remedyOf(ensureEngine({ onProgress, env, ...given, toxiproxyPath: oldToxiproxy }))).toContain(
      'version 2.5.0',
    );
    expect(await remedyOf(ensureEngine({ onProgress, env, ...given, redisPath: '/nowhere/redis' }))).toContain(
      'not an executable file',
    );
  });
});

describe('the programs', () => {
  it('Redis lets keys expire with time and ends with its stdin', async () => {
    const port = await freePort();
    const child = start((await engine()).redis, ['--port', String(port)]);
    await once(child.stdout, 'data');
    const redis = new Redis({ host: '127.0.0.1', port });
    await redis.set('cart', 'full', 'PX', 300);
    expect(await redis.get('cart')).toBe('full');
    await expect.poll(() => redis.get('cart'), { timeout: 20_000 }).toBeNull();
    redis.disconnect();
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('Redis ends on SIGTERM', async () => {
    const child = start((await engine()).redis, ['--port', '0']);
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('Toxiproxy answers with its version', async () => {
    const port = await freePort();
    start((await engine()).toxiproxyServer, ['-host', '127.0.0.1', '-port', String(port)]);
    const version = async (): Promise<unknown> => {
      const response = await fetch(`http://127.0.0.1:${port}/version`).catch(() => null);
      return response?.json();
    };
    await expect.poll(version, { timeout: 20_000 }).toEqual({ version: '2.12.0' });
  });
});
