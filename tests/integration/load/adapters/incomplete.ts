import { defineShop } from '../../../../scenarios/lib/index.ts';
import recorded from './recorded.ts';

/** Only the first of the scenario's steps. */
export default defineShop({ ...recorded, steps: { browse: (shopper) => shopper.get('/') } });
