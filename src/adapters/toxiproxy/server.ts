import { Proxy, Toxiproxy, type ToxicType } from 'toxiproxy-node-client';
import { z } from 'zod';
import { deadlineHttp, ToxiproxyCallError } from './http.ts';

const toxicSchema = z.object({
  name: z.string(),
  type: z.string(),
  stream: z.enum(['upstream', 'downstream']),
  toxicity: z.number(),
  attributes: z.record(z.string(), z.number()),
});
/** A toxic as Toxiproxy shows it; attributes in Toxiproxy's own names and units. */
export type Toxic = z.infer<typeof toxicSchema>;

const proxySchema = z.object({
  name: z.string(),
  listen: z.string(),
  upstream: z.string(),
  enabled: z.boolean(),
  toxics: z.array(toxicSchema),
});
export type ProxyState = z.infer<typeof proxySchema>;

/** One Toxiproxy server. Every call has the deadline and throws ToxiproxyCallError. */
export interface ToxiproxyServer {
  readonly url: string;
  /** All proxies with their toxics. */
  proxies(): Promise<readonly ProxyState[]>;
  /** One proxy with its toxics; null when there is none of that name. */
  proxy(name: string): Promise<ProxyState | null>;
  addToxic(proxy: string, toxic: Toxic): Promise<void>;
  /** Sets attributes and toxicity of a toxic that is there. Connections stay. */
  changeToxic(proxy: string, toxic: Toxic): Promise<void>;
  /** A toxic that is not there is no error. */
  removeToxic(proxy: string, toxic: string): Promise<void>;
  setEnabled(proxy: string, enabled: boolean): Promise<void>;
  /** Leads the proxy to another upstream, and enables it; without one, it stays where it leads. Connections are dropped. */
  moveTo(proxy: string, upstream: string | undefined): Promise<void>;
}

const orAbsent = async <T>(call: Promise<T>): Promise<T | null> => {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ToxiproxyCallError && error.status === 404) return null;
    throw error;
  }
};

/** Joins toxiproxy-node-client with the calls that it lacks: toxics in a listing, removal and switching without reading first. */
export const toxiproxyServer = (url: string, requestTimeoutMs: number): ToxiproxyServer => {
  const base = url.replace(/\/+$/, '');
  const http = deadlineHttp(requestTimeoutMs);
  const client = new Toxiproxy(base);
  // Its own HTTP has no deadline and hides status codes; the class is not exported, so the shape must do.
  client.api = http as unknown as Toxiproxy['api'];
  const pathOf = (proxy: string): string => `${base}/proxies/${encodeURIComponent(proxy)}`;
  return {
    url: base,
    proxies: async () => {
      const { data } = await http.get<unknown>(`${base}/proxies`);
      return Object.values(z.record(z.string(), proxySchema).parse(data));
    },
    proxy: async (name) => {
      const answer = await orAbsent(http.get<unknown>(pathOf(name)));
      return answer === null ? null : proxySchema.parse(answer.data);
    },
    addToxic: async (name, { type, ...toxic }) => {
      const proxy = new Proxy(client, { name, listen: '', upstream: '', enabled: true, toxics: [] });
      await proxy.addToxic({ ...toxic, type: type as ToxicType });
    },
    changeToxic: async (proxy, { name, attributes, toxicity }) => {
      await http.post(`${pathOf(proxy)}/toxics/${name}`, { attributes, toxicity });
    },
    removeToxic: async (proxy, toxic) => {
      await orAbsent(http.delete(`${pathOf(proxy)}/toxics/${toxic}`));
    },
    setEnabled: async (proxy, enabled) => {
      await http.post(pathOf(proxy), { enabled });
    },
    moveTo: async (proxy, upstream) => {
      await http.post(pathOf(proxy), { enabled: true, ...(upstream === undefined ? {} : { upstream }) });
    },
  };
};
