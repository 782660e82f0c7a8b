import { shopTargets } from '../../src/core/reference-shop.ts';
import { requestJson } from '../resilience/http-json.ts';

export type TargetName = (typeof shopTargets)[number];

export interface Proxies {
  /** Ports that the shop connects to, 127.0.0.1. */
  readonly ports: Readonly<Record<TargetName, number>>;
  /** Target → proxy; empty without a Toxiproxy. */
  readonly targets: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

/** Puts a proxy before each dependency. @throws Error when Toxiproxy does not answer, or has a proxy of that name. */
export const createProxies = async (
  toxiproxyUrl: string,
  upstreams: Readonly<Record<TargetName, number>>,
  listenPorts: Readonly<Record<TargetName, number>>,
): Promise<Proxies> => {
  const created: TargetName[] = [];
  const remove = async () => {
    for (const name of created.splice(0)) await deleteProxy(toxiproxyUrl, name);
  };
  for (const name of shopTargets) {
    const answer = await requestJson({
      method: 'POST',
      url: new URL('/proxies', toxiproxyUrl).href,
      timeoutMs: 5_000,
      body: {
        name,
        listen: `127.0.0.1:${listenPorts[name]}`,
        upstream: `127.0.0.1:${upstreams[name]}`,
        enabled: true,
      },
    }).catch((cause: unknown) => {
      throw new Error(`Toxiproxy at ${toxiproxyUrl} does not answer`, { cause });
    });
    if (answer.status !== 201) {
      await remove();
      throw new Error(
        answer.status === 409
          ? `Toxiproxy at ${toxiproxyUrl} already has a proxy named ${name}: another shop is behind it`
          : `Toxiproxy at ${toxiproxyUrl} refused the proxy ${name}: status ${answer.status}, ${JSON.stringify(answer.body)}`,
      );
    }
    created.push(name);
  }
  return { ports: listenPorts, targets: Object.fromEntries(shopTargets.map((name) => [name, name])), remove };
};

/** Best effort, with a deadline: at the end Toxiproxy may be gone already. */
const deleteProxy = async (toxiproxyUrl: string, name: TargetName): Promise<void> => {
  const url = new URL(`/proxies/${name}`, toxiproxyUrl);
  await fetch(url, { method: 'DELETE', signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
};
