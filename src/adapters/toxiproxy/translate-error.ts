import { ZodError } from 'zod';
import { NotReadyError } from '../../core/errors.ts';
import { ToxiproxyCallError } from './http.ts';

/** What a failed call means to a person who can do something about it; anything else is passed on as it is. */
export const asNotReady = (url: string, error: unknown): unknown => {
  if (error instanceof ToxiproxyCallError && error.status === null)
    return new NotReadyError(
      `Toxiproxy at ${url} does not answer (${error.message})`,
      'Start it, or mend toxiproxy.url in the configuration. If it hangs, a toxic is being removed under traffic: restart it.',
      { cause: error },
    );
  if (error instanceof ToxiproxyCallError || error instanceof ZodError || error instanceof SyntaxError)
    return new NotReadyError(
      `What answers at ${url} is not a Toxiproxy that we know`,
      'Check toxiproxy.url in the configuration; Toxiproxy 2.1 to 2.12 is understood.',
      { cause: error },
    );
  return error;
};
