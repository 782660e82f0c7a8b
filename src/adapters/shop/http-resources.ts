import { z } from 'zod';
import { NotReadyError } from '../../core/errors.ts';
import { resourcesAnswerSchema, type ResourceReading } from '../../core/wire/resources.ts';
import type { ResourceFigure, ResourceSource, ShopResources } from '../../ports.ts';

const hint = 'docs/soak.md shows what a resources endpoint answers; `resources` in the configuration names it.';
const timeoutMs = 4_000;

/** The value at a dotted path, `pools.0.busy`; undefined where there is none. */
const valueAt = (document: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<string, unknown>)[key];
  }, document);

const picked = (url: string, document: unknown, figures: Readonly<Record<string, ResourceFigure>>): ResourceReading[] =>
  Object.entries(figures).map(([name, { path, kind, unit, limit, factor }]) => {
    const value = valueAt(document, path);
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new NotReadyError(
        `The resources at ${url} have no number at ${path} (resources.figures.${name}.path): it is ${JSON.stringify(value)}`,
        hint,
      );
    return { name, kind, unit, limit, value: value * factor };
  });

const documentAt = async (url: string): Promise<unknown> => {
  const answer = await fetch(url, {
    signal: AbortSignal.timeout(timeoutMs),
    headers: { accept: 'application/json' },
  }).catch((cause: unknown) => {
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new NotReadyError(`The resources at ${url} do not answer within ${timeoutMs} ms: ${words}`, hint, { cause });
  });
  if (answer.status !== 200)
    throw new NotReadyError(`The resources at ${url} answered with status ${answer.status}`, hint);
  return answer.json().catch((cause: unknown) => {
    throw new NotReadyError(`The resources at ${url} did not answer with JSON`, hint, { cause });
  });
};

/** What a shop uses, by `GET <url>`: in our own format, or figures picked from a JSON document of the shop's own. */
export const httpResources = ({ url, figures }: ResourceSource): ShopResources => ({
  read: async () => {
    const document = await documentAt(url);
    if (figures !== null) return picked(url, document, figures);
    const parsed = resourcesAnswerSchema.safeParse(document);
    if (parsed.success) return parsed.data.resources;
    throw new NotReadyError(
      `The resources at ${url} did not answer in the agreed format:\n${z.prettifyError(parsed.error)}`,
      hint,
    );
  },
});
