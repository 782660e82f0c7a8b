import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureEngine } from '../../../src/adapters/engine/index.ts';
import { startReferenceShop, type ReferenceShopOptions } from '../../../src/adapters/shop/index.ts';
import type { ShopEnvironment } from '../../../src/ports.ts';
import { packageRoot } from '../../support/cli.ts';

export interface TestShop extends ShopEnvironment {
  readonly auditUrl: string;
  readonly logFile: string;
  /** Takes the dependency away, or gives it back. */
  readonly setEnabled: (target: string, enabled: boolean) => Promise<void>;
}

/** Of the folders of test shops, which their processes name; those of test files beside this one begin otherwise. */
export const testShopPrefix = `peakproof-test-shop-${process.pid}-`;

/** Starts the reference shop as the harness does; its folder goes with it. */
export const startTestShop = async (
  changes: Partial<Pick<ReferenceShopOptions, 'profile' | 'defects' | 'port' | 'redis'>> = {},
): Promise<TestShop> => {
  const engine = await ensureEngine({ env: process.env, onProgress: () => undefined });
  const folder = mkdtempSync(path.join(os.tmpdir(), testShopPrefix));
  // PostgreSQL runs as another user when we are root.
  chmodSync(folder, 0o755);
  const logFile = path.join(folder, 'shop.log');
  const shop = await startReferenceShop({
    nodePath: process.execPath,
    shopMain: path.join(packageRoot, 'shop/main.ts'),
    profile: 'modern',
    defects: [],
    dataFolder: path.join(folder, 'data'),
    toxiproxyServer: engine.toxiproxyServer,
    redis: engine.redis,
    logFile,
    env: process.env,
    onProgress: () => undefined,
    ...changes,
  }).catch((error: unknown) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  const { auditUrl } = shop;
  if (auditUrl === null) throw new Error('the reference shop has an audit');
  return {
    ...shop,
    auditUrl,
    logFile,
    setEnabled: async (target, enabled) => {
      const answer = await fetch(`${shop.toxiproxyUrl}/proxies/${shop.targets[target] ?? target}`, {
        method: 'POST',
        body: JSON.stringify({ enabled }),
      });
      if (!answer.ok) throw new Error(`Toxiproxy answered ${answer.status}: ${await answer.text()}`);
    },
    stop: async () => {
      await shop.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
