import pc from 'picocolors';
import type { Outcome } from '../../core/wire/verdict.ts';

/** Colours by meaning; all of them leave the text as it is when `colour` is false. */
export const palette = (colour: boolean) => {
  const { green, red, yellow, dim, bold, cyan, inverse } = pc.createColors(colour);
  const outcome: Record<Outcome, (text: string) => string> = {
    pass: green,
    fail: red,
    inconclusive: yellow,
    advisory: dim,
  };
  return { outcome, dim, bold, cyan, inverse, red, green, yellow };
};
