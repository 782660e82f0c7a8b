import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startReferenceShop } from '../adapters/shop/index.ts';
import type { Settings } from '../config/settings.ts';
import type { ShopEnvironment } from '../ports.ts';
import type { CliContext } from './context.ts';
import type { EngineBinaries } from './engine-binaries.ts';

export interface EmbeddedShopRequest {
  readonly binaries: EngineBinaries;
  readonly profile: 'modern' | 'legacy';
  readonly defects: readonly string[];
  /** Data and log of the shop go here. */
  readonly folder: string;
  /** Port of the shop; without it a free one. */
  readonly port?: number;
}

/** A Redis server on the PATH is preferred to the engine's fallback: it is the real thing. */
const redisCommand = (context: CliContext, binaries: EngineBinaries): string => {
  for (const folder of (context.env['PATH'] ?? '').split(path.delimiter))
    for (const name of ['redis-server', 'valkey-server'])
      if (existsSync(path.join(folder, name))) return path.join(folder, name);
  return binaries.redis;
};

/** Starts the reference shop with its Toxiproxy on free ports. @throws NotReadyError with the end of its log. */
export const startEmbeddedShop = async (
  context: CliContext,
  request: EmbeddedShopRequest,
): Promise<ShopEnvironment> => {
  const { binaries } = request;
  const dataFolder = path.join(request.folder, 'shop-data');
  const shop = await startReferenceShop({
    nodePath: process.execPath,
    shopMain: path.join(context.packageRoot, 'shop', 'main.ts'),
    profile: request.profile,
    defects: request.defects,
    dataFolder,
    toxiproxyServer: binaries.toxiproxyServer,
    redis: redisCommand(context, binaries),
    logFile: path.join(request.folder, 'shop.log'),
    env: context.env,
    onProgress: (text) => context.err(text),
    ...(request.port === undefined ? {} : { port: request.port }),
  });
  const stop = async (): Promise<void> => {
    await shop.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
  return { ...shop, stop };
};

/** A shop that others started: known by the configuration alone. */
export const externalShop = (shop: Extract<Settings['shop'], { kind: 'external' }>): ShopEnvironment => ({
  baseUrl: shop.baseUrl,
  frontPageUrl: shop.baseUrl.replace(/\/$/, '') + shop.frontPage,
  auditUrl: shop.auditor?.kind === 'http' ? shop.auditor.url : null,
  resources: shop.resources,
  toxiproxyUrl: shop.toxiproxyUrl ?? '',
  targets: shop.targets,
  upstreams: shop.upstreams,
  servicesUrl: shop.servicesUrl,
  pids: [],
  logFile: null,
  stop: () => Promise.resolve(),
});
