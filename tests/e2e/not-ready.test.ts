import { mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot, runCli } from '../support/cli.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'peakproof-not-ready-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const listen = (): Promise<{ port: number; close: () => Promise<void> }> =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({ port, close: () => new Promise((done) => server.close(() => done())) });
    });
  });

const closedPort = async (): Promise<number> => {
  const { port, close } = await listen();
  await close();
  return port;
};

describe('an environment that is not ready ends with exit code 5 and the remedy', () => {
  it('no Go and no engine', async () => {
    const bin = path.join(folder, 'bin');
    mkdirSync(bin);
    symlinkSync(process.execPath, path.join(bin, 'node'));
    const env = { PATH: bin, XDG_CACHE_HOME: path.join(folder, 'cache') };
    const { code, stderr } = await runCli(['rehearse', '--out', folder], { env });
    expect({ code, stderr }).toMatchObject({ code: 5 });
    expect(stderr).toMatch(/Go/);
    expect(stderr).toMatch(/PEAKPROOF_K6|install/i);
  });

  it('a port that is taken', async () => {
    const { port, close } = await listen();
    const { code, stderr } = await runCli(['shop', 'up', '--port', String(port)]);
    await close();
    expect({ code, stderr }).toMatchObject({ code: 5 });
    expect(stderr).toContain(String(port));
  });

  it('a shop that does not answer', async () => {
    const port = await closedPort();
    const config = path.join(folder, 'k6.config.ts');
    const adapter = path.join(packageRoot, 'scenarios/shops/reference.ts');
    writeFileSync(config, `export default { baseUrl: 'http://127.0.0.1:${port}', shop: ${JSON.stringify(adapter)} };`);
    const { code, stderr } = await runCli(['rehearse', '--config', config, '--out', folder]);
    expect({ code, stderr }).toMatchObject({ code: 5 });
    expect(stderr).toContain(`127.0.0.1:${port}`);
    expect(stderr).toMatch(/baseUrl/);
  });

  it('a shop without a page at /: says how to name another', async () => {
    const server = createHttpServer((_request, response) => response.writeHead(404).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const config = path.join(folder, 'api.config.ts');
    const adapter = path.join(packageRoot, 'scenarios/shops/reference.ts');
    writeFileSync(config, `export default { baseUrl: 'http://127.0.0.1:${port}', shop: ${JSON.stringify(adapter)} };`);
    const { code, stderr } = await runCli(['rehearse', '--config', config, '--out', folder]);
    server.close();
    expect({ code, stderr }).toMatchObject({ code: 5 });
    expect(stderr).toMatch(/status 404[\s\S]*frontPage/);
  });

  it('CloudWatch that cannot be reached', async () => {
    const env = {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${await closedPort()}`,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
    const { code, stderr } = await runCli(['rehearse', '--budgets', 'cloudwatch', '--dry-run'], { env });
    expect({ code, stderr }).toMatchObject({ code: 5 });
    expect(stderr).toMatch(/CloudWatch/);
  });
});
