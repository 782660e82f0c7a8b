import { verdictSchema, type Verdict } from '../../core/wire/verdict.ts';

/**
 * The text of `verdict.json`. The same verdict gives the same bytes: keys in the schema's order however the object was
 * put together, a newline at the end. Throws where the verdict breaks its own schema, which is a fault of ours.
 */
export const renderVerdictJson = (verdict: Verdict): string =>
  `${JSON.stringify(verdictSchema.parse(verdict), null, 2)}\n`;
