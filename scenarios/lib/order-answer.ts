import { StepEnd, type Page } from './page.ts';

/** What the shop said to an order: its id, or why it refused in so many words, or neither. */
export interface OrderAnswer {
  readonly orderId: string | null;
  readonly refusal: string | null;
}

export const noAnswer: OrderAnswer = { orderId: null, refusal: null };

/** Reads `{ orderId }` of a 2xx and `{ reason }` of a 4xx. */
export const readOrderAnswer = (page: Page): OrderAnswer => ({
  orderId: page.isOk ? page.field('orderId') : null,
  refusal: page.status >= 400 && page.status < 500 ? page.field('reason') : null,
});

/** Refusals that a shopper planned for, or that are honest: good outcomes of a step (DESIGN §6). */
const goodRefusals: ReadonlyMap<string, 'declined' | 'soldOut'> = new Map([
  ['declined', 'declined'],
  ['soldOut', 'soldOut'],
]);

/** How a refusal ends the step. */
export const endOfRefusal = (refusal: string, page: Page | null): StepEnd =>
  new StepEnd(goodRefusals.get(refusal) ?? 'error', `The order was refused: ${refusal}`, page);
