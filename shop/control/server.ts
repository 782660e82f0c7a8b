import Fastify, { type FastifyInstance } from 'fastify';
import type { ServiceFault, ServiceFaultState, ServicesAnswer } from '../../src/core/wire/services.ts';
import { full } from './faults/full.ts';
import { kill } from './faults/kill.ts';
import { pause } from './faults/pause.ts';
import type { PlacedFault, ServiceFaultKind } from './faults/placed-fault.ts';
import { restart } from './faults/restart.ts';
import type { Service } from './service.ts';

const kinds: readonly ServiceFaultKind[] = [kill, pause, restart, full];

const faultBody = {
  type: 'object',
  required: ['kind', 'service', 'attributes'],
  properties: { kind: { type: 'string' }, service: { type: 'string' }, attributes: { type: 'object' } },
};

interface Placed {
  readonly asked: ServiceFault;
  readonly fault: PlacedFault;
}

const stateOf = async (id: string, { asked, fault }: Placed): Promise<ServiceFaultState> => ({
  id,
  ...asked,
  ...(await fault.look()),
});

const addFaultRoutes = (app: FastifyInstance, services: readonly Service[]): void => {
  const placed = new Map<string, Placed>();

  app.get('/faults', async () => ({ faults: await Promise.all([...placed].map(([id, each]) => stateOf(id, each))) }));

  app.get<{ Params: { id: string } }>('/faults/:id', async (request, reply) => {
    const found = placed.get(request.params.id);
    if (found === undefined) return reply.code(404).send({ problem: 'there is no such fault' });
    return stateOf(request.params.id, found);
  });

  app.put<{ Params: { id: string }; Body: ServiceFault }>(
    '/faults/:id',
    { schema: { body: faultBody } },
    async (request, reply) => {
      const { id } = request.params;
      const asked = request.body;
      const there = placed.get(id);
      if (there !== undefined) return stateOf(id, there);
      const service = services.find(({ name }) => name === asked.service);
      const kind = kinds.find((each) => each.kind === asked.kind);
      if (service === undefined) return reply.code(404).send({ problem: `there is no service ${asked.service}` });
      if (kind?.fits(service) !== true)
        return reply.code(409).send({ problem: `${asked.service} cannot be given a ${asked.kind}` });
      let fault: PlacedFault;
      try {
        fault = kind.make(service, asked.attributes);
      } catch (error) {
        return reply.code(409).send({ problem: error instanceof Error ? error.message : String(error) });
      }
      // Known before it is put in place: whoever heals finds it, also when putting it fails half-way.
      placed.set(id, { asked, fault });
      await fault.put();
      return stateOf(id, { asked, fault });
    },
  );

  app.delete<{ Params: { id: string } }>('/faults/:id', async (request, reply) => {
    const found = placed.get(request.params.id);
    if (found === undefined) return reply.code(404).send({ problem: 'there is no such fault' });
    await found.fault.take();
    placed.delete(request.params.id);
    return reply.code(204).send();
  });
};

/** Serves the control of the shop's services on a port of its own (docs/contracts.md): faults on processes, by the name of the service. */
export const startControlServer = async (
  port: number,
  services: readonly Service[],
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> => {
  const app = Fastify({ forceCloseConnections: true });
  app.setErrorHandler((error, _request, reply) =>
    reply.code(500).send({ problem: error instanceof Error ? error.message : String(error) }),
  );
  app.get('/services', (): ServicesAnswer => ({
    services: Object.fromEntries(
      services.map((service) => [
        service.name,
        {
          kinds: kinds.filter((kind) => kind.fits(service)).map(({ kind }) => kind),
          pids: service.processes().map(({ pid }) => pid),
        },
      ]),
    ),
  }));
  addFaultRoutes(app, services);
  await app.listen({ host: '127.0.0.1', port });
  return { url: `http://127.0.0.1:${port}`, close: () => app.close() };
};
