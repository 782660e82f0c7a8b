import fastify from 'fastify';
import type { ServerResponse } from 'node:http';
import { networkInterfaces } from 'node:os';
import { NotReadyError } from '../../core/errors.ts';
import { linkToken, sameToken } from './link-token.ts';

/** One server-sent event; `data` is JSON. */
export interface LiveEvent {
  readonly event: string;
  readonly data: string;
}

/** What a person asked for through the page, as it came. */
export interface LiveRequest {
  readonly action: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface LiveAnswer {
  readonly accepted: boolean;
  /** Shown to the person. */
  readonly text: string;
}

export interface LivePageContent<Audience extends string> {
  readonly page: (audience: Audience) => string;
  /** What a page that has just connected is told first. */
  readonly onConnect: (audience: Audience) => readonly LiveEvent[];
  readonly onRequest: (audience: Audience, request: LiveRequest) => LiveAnswer;
}

export interface LiveServer<Audience extends string> {
  /** A link for each audience; whoever has it, has what it shows and may ask for what it offers. */
  readonly links: Readonly<Record<Audience, string>>;
  tell(audience: Audience, event: LiveEvent): void;
  /** Says `closed` to every page and ends. */
  close(): Promise<void>;
}

const mostRequestBytes = 16 * 1024;
const headers = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

const written = ({ event, data }: LiveEvent): string => `event: ${event}\ndata: ${data}\n\n`;

/** The address that goes into links: of a server that listens on all of them, one that others can reach. */
const addressOf = (host: string): string => {
  if (host !== '0.0.0.0' && host !== '::') return host.includes(':') ? `[${host}]` : host;
  const outward = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);
  return outward?.address ?? '127.0.0.1';
};

const listenError = (host: string, port: number, error: unknown): NotReadyError =>
  new NotReadyError(
    `The live page cannot listen on ${host}:${port}: ${error instanceof Error ? error.message : String(error)}`,
    'Choose another --live <port>, 0 for a free one, or a --live-host that this machine has.',
    { cause: error },
  );

/** Splits a request's body into the action and its fields; null when it is none. */
const requestOf = (body: unknown): LiveRequest | null => {
  if (typeof body !== 'object' || body === null || !('action' in body) || typeof body.action !== 'string') return null;
  const { action, ...fields } = body;
  return { action, fields };
};

/**
 * Serves one page to each audience, under a link that cannot be guessed, with what is new as server-sent events. A page that loses its
 * connection asks again by itself and is told everything anew.
 * @throws NotReadyError when the address cannot be listened on.
 */
export const serveLivePage = async <Audience extends string>(
  place: { readonly host: string; readonly port: number; readonly audiences: readonly Audience[] },
  content: LivePageContent<Audience>,
): Promise<LiveServer<Audience>> => {
  const tokens = place.audiences.map((audience) => ({ audience, token: linkToken() }));
  const audienceOf = (params: unknown): Audience | null =>
    tokens.find(({ token }) => sameToken(token, (params as { token: string }).token))?.audience ?? null;
  const pages = new Map<ServerResponse, Audience>();
  const app = fastify({ logger: false, forceCloseConnections: true, bodyLimit: mostRequestBytes });

  app.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(headers);
    done();
  });
  app.get('/:token/', (request, reply) => {
    const audience = audienceOf(request.params);
    if (audience === null) return reply.code(404).send('This link is not of the run that goes on here.\n');
    return reply.type('text/html; charset=utf-8').send(content.page(audience));
  });
  app.get('/:token/events', (request, reply) => {
    const audience = audienceOf(request.params);
    if (audience === null) return reply.code(404).send();
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { ...headers, 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
    raw.on('error', () => pages.delete(raw));
    raw.on('close', () => pages.delete(raw));
    pages.set(raw, audience);
    raw.write('retry: 1000\n\n');
    for (const event of content.onConnect(audience)) raw.write(written(event));
    return reply;
  });
  app.post('/:token/actions', (request, reply) => {
    const audience = audienceOf(request.params);
    if (audience === null) return reply.code(404).send({ text: 'This link is not of the run that goes on here.' });
    const asked = requestOf(request.body);
    if (asked === null) return reply.code(400).send({ text: 'A request names an action.' });
    const { accepted, text } = content.onRequest(audience, asked);
    return reply.code(accepted ? 200 : 409).send({ text });
  });

  try {
    await app.listen({ host: place.host, port: place.port });
  } catch (error) {
    await app.close();
    throw listenError(place.host, place.port, error);
  }
  const bound = app.server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : place.port;
  const links = Object.fromEntries(
    tokens.map(({ audience, token }) => [audience, `http://${addressOf(place.host)}:${port}/${token}/`]),
  ) as Record<Audience, string>;

  return {
    links,
    tell: (audience, event) => {
      for (const [page, its] of pages) if (its === audience) page.write(written(event));
    },
    close: async () => {
      for (const page of pages.keys()) page.end(written({ event: 'closed', data: '{}' }));
      await app.close();
    },
  };
};
