import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A part of a link that cannot be guessed: 128 bits. */
export const linkToken = (): string => randomBytes(16).toString('base64url');

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares in a time that tells nothing of where they differ. */
export const sameToken = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
