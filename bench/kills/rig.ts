import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { toxiproxyInjector } from '../../src/adapters/toxiproxy/index.ts';
import type { FaultLeft } from '../../src/ports.ts';

/** Name of the one fault of every trial. */
export const trialFault = 'slow-shop';
/** Of the load from T0, and of the fault within it, seconds. */
export const trialTimes = { loadSeconds: 24, faultAtSeconds: 11, faultSeconds: 7 };

/** A light shop behind a Toxiproxy of its own, and a configuration that rehearses a fault on it. */
export interface TrialRig {
  readonly folder: string;
  readonly configFile: string;
  readonly toxiproxyPid: number;
  /** Faults in place; null when Toxiproxy does not answer any more. */
  left(): Promise<readonly FaultLeft[] | null>;
  stop(): void;
}

/** What a rig rehearses. */
export interface Rehearsed {
  readonly users: number;
  readonly fault: { readonly kind: string; readonly attributes: Readonly<Record<string, number>> };
  readonly stopWhen?: unknown;
}

const light: Rehearsed = { users: 5, fault: { kind: 'latency', attributes: { latencyMs: 300 } } };

/** Starts a rig on free ports. @param toxiproxyServer the program. */
export const startRig = async (toxiproxyServer: string, rehearsed = light): Promise<TrialRig> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'peakproof-kill-'));
  const shop = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html').end('<body data-page="home">');
  });
  const shopPort = await portOf(shop);
  const toxiproxyPort = await freePort();
  const toxiproxy = spawn(toxiproxyServer, ['-host', '127.0.0.1', '-port', String(toxiproxyPort)], {
    stdio: 'ignore',
    env: { ...process.env, LOG_LEVEL: 'fatal' },
  });
  const url = `http://127.0.0.1:${toxiproxyPort}`;
  const configFile = path.join(folder, 'k6.config.ts');
  const stop = (): void => {
    toxiproxy.kill('SIGKILL');
    shop.close();
    shop.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const listen = await makeProxy(url, shopPort);
    writeFileSync(configFile, configText(rehearsed, { folder, toxiproxyUrl: url, listen }));
    writeFileSync(path.join(folder, 'experiment.ts'), experimentText(rehearsed));
  } catch (error) {
    stop();
    throw error;
  }
  const injector = toxiproxyInjector({ url });
  return {
    folder,
    configFile,
    toxiproxyPid: toxiproxy.pid ?? 0,
    left: () => injector.left().catch(() => null),
    stop,
  };
};

const portOf = async (server: ReturnType<typeof createServer>): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

const freePort = async (): Promise<number> => {
  const server = createServer();
  const port = await portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
};

const makeProxy = async (url: string, shopPort: number): Promise<string> => {
  const body = JSON.stringify({ name: 'shop', listen: '127.0.0.1:0', upstream: `127.0.0.1:${shopPort}` });
  for (let tries = 0; ; tries++) {
    try {
      const response = await fetch(`${url}/proxies`, { method: 'POST', body });
      return ((await response.json()) as { listen: string }).listen;
    } catch (error) {
      if (tries > 100) throw error;
      await wait(100);
    }
  }
};

const configText = (
  { users, stopWhen }: Rehearsed,
  { folder, toxiproxyUrl, listen }: { readonly folder: string; readonly toxiproxyUrl: string; readonly listen: string },
): string => {
  const config = {
    shop: fileURLToPath(new URL('../scripts/journey.ts', import.meta.url)),
    baseUrl: `http://${listen}`,
    toxiproxy: { url: toxiproxyUrl, targets: { shop: 'shop' } },
    load: { users, curve: 'constant', thinkTime: { median: '0.5s', sigma: 0.3 }, patience: '3s' },
    experiment: path.join(folder, 'experiment.ts'),
    reports: 'runs',
    stopWhen,
  };
  return `export default ${JSON.stringify(config)};\n`;
};

const experimentText = ({ fault }: Rehearsed): string => {
  const { faultAtSeconds, faultSeconds } = trialTimes;
  const experiment = {
    title: 'Killed in the middle',
    hypothesis: 'Nothing is left behind',
    runbook: null,
    faults: [
      {
        name: trialFault,
        ...fault,
        target: 'shop',
        start: { at: faultAtSeconds },
        duration: faultSeconds,
      },
    ],
  };
  return `export default ${JSON.stringify(experiment)};\n`;
};
