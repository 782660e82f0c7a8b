/** Lets the entry go that was put in first when there are more than there is room for: call it after each that is put in. */
export const keepNewest = <Key>(entries: Map<Key, unknown>, room: number): void => {
  if (entries.size <= room) return;
  const oldest = entries.keys().next();
  if (oldest.done !== true) entries.delete(oldest.value);
};
