// eslint-disable-next-line no-control-regex -- the point is to take control characters out
const controls = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g;

/** One line without control or direction characters: what a shop answers must not drive a terminal or reorder a line. */
export const plainText = (text: string): string => text.replace(controls, ' ');
