import { toxiproxyServer } from './server.ts';
import { asNotReady } from './translate-error.ts';

/** Where a proxy listens, and where it leads: `host:port` each. */
export interface ProxyWay {
  readonly listen: string;
  readonly upstream: string;
}

/** The way through one proxy; null when there is none of that name. @throws NotReadyError when Toxiproxy does not answer. */
export const proxyWay = async (url: string, proxy: string, requestTimeoutMs = 3_000): Promise<ProxyWay | null> => {
  const server = toxiproxyServer(url, requestTimeoutMs);
  try {
    const found = await server.proxy(proxy);
    return found === null ? null : { listen: found.listen, upstream: found.upstream };
  } catch (error) {
    throw asNotReady(server.url, error);
  }
};
