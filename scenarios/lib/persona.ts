/** A step that every shopper of the kind takes, or that some do. */
export type JourneyPart = string | { readonly step: string; readonly chance: number };

/** A kind of shopper: how many of all visits are its, and where they lead. */
export interface Persona {
  readonly name: string;
  /** Share of all visits; the shares of a scenario add up to 1. */
  readonly share: number;
  readonly journey: readonly JourneyPart[];
  /** Comes back with the cookies of the last visit; others are new to the shop each time. */
  readonly keepsCookies?: boolean;
}

/** A step that is taken with a probability: `maybe(0.3, 'product')`. */
export const maybe = (chance: number, step: string): JourneyPart => ({ step, chance });

const chanceOf = (part: JourneyPart): number => (typeof part === 'string' ? 1 : part.chance);
const stepOf = (part: JourneyPart): string => (typeof part === 'string' ? part : part.step);

/** A persona as the engine draws visits of it. */
export const drawnOf = ({ share, journey, keepsCookies = false }: Persona) => ({
  share,
  keepsCookies,
  journey: journey.map((part) => ({ step: stepOf(part), chance: chanceOf(part) })),
});

/** Every step that some persona may take, in the order in which they are first met. */
export const stepsOf = (personas: readonly Persona[]): string[] => [
  ...new Set(personas.flatMap((persona) => persona.journey.map(stepOf))),
];

/** Share of all steps that each step makes up, for whole journeys. */
export const stepShares = (personas: readonly Persona[]): Record<string, number> => {
  const weights: Record<string, number> = {};
  for (const { share, journey } of personas)
    for (const part of journey) weights[stepOf(part)] = (weights[stepOf(part)] ?? 0) + share * chanceOf(part);
  const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  return Object.fromEntries(Object.entries(weights).map(([step, weight]) => [step, weight / total]));
};

/** Steps of a whole journey, on average over all visits. */
export const meanJourneySteps = (personas: readonly Persona[]): number => {
  const shares = personas.reduce((sum, persona) => sum + persona.share, 0);
  const steps = personas.reduce(
    (sum, { share, journey }) => sum + share * journey.reduce((length, part) => length + chanceOf(part), 0),
    0,
  );
  return steps / shares;
};
