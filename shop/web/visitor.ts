import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Visitor } from '../cart/cart-store.ts';

const cookieOptions = { path: '/', httpOnly: true, sameSite: 'lax' } as const;
const wellFormed = /^[\w-]{8,64}$/;

/**
 * The visitor of a request, by the cookie `sid`; one who has none gets it with the answer. The signature of the cart's copy is
 * looked at only when the copy is: most pages never do.
 */
export const visitorOf = (request: FastifyRequest, reply: FastifyReply): Visitor => {
  const { server: app, headers } = request;
  const setCookie = (name: string, value: string) =>
    void reply.header('set-cookie', app.serializeCookie(name, value, cookieOptions));
  const sent = headers.cookie === undefined ? {} : app.parseCookie(headers.cookie);
  let sid = sent['sid'];
  if (sid === undefined || !wellFormed.test(sid)) {
    sid = randomUUID();
    setCookie('sid', sid);
  }
  return {
    sid,
    cartCopy: () => {
      const copy = sent['cart'];
      const opened = copy === undefined ? null : app.unsignCookie(copy);
      return opened?.valid === true ? opened.value : null;
    },
    keepCartCopy: (text) => setCookie('cart', app.signCookie(text)),
  };
};
