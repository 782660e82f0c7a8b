import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Visitor } from '../cart/cart-store.ts';

const cookieOptions = { path: '/', httpOnly: true, sameSite: 'lax' } as const;

/** The visitor of a request, by the cookie `sid`; one who has none gets it with the answer. */
export const visitorOf = (request: FastifyRequest, reply: FastifyReply): Visitor => {
  let sid = request.cookies['sid'];
  if (sid === undefined || !/^[\w-]{8,64}$/.test(sid)) {
    sid = randomUUID();
    void reply.setCookie('sid', sid, cookieOptions);
  }
  const copy = request.cookies['cart'];
  const opened = copy === undefined ? null : request.unsignCookie(copy);
  return {
    sid,
    cartCopy: opened?.valid === true ? opened.value : null,
    keepCartCopy: (text) => void reply.setCookie('cart', text, { ...cookieOptions, signed: true }),
  };
};
