interface Entry<Act> {
  readonly atMs: number;
  readonly act: Act;
}

/** What is to be done when, in the order of time: a binary heap. */
export class Agenda<Act extends (nowMs: number) => void> {
  readonly #heap: Entry<Act>[] = [];

  add(atMs: number, act: Act): void {
    const heap = this.#heap;
    let child = heap.length;
    heap.push({ atMs, act });
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (this.#atMs(parent) <= atMs) break;
      this.#swap(child, parent);
      child = parent;
    }
  }

  /** Does everything, also what is added meanwhile, until nothing is left. */
  run(): void {
    for (let entry = this.#next(); entry !== undefined; entry = this.#next()) entry.act(entry.atMs);
  }

  #next(): Entry<Act> | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    let parent = 0;
    for (;;) {
      const left = 2 * parent + 1;
      const child = this.#atMs(left + 1) < this.#atMs(left) ? left + 1 : left;
      if (this.#atMs(child) >= last.atMs) return first;
      this.#swap(parent, child);
      parent = child;
    }
  }

  #atMs(index: number): number {
    return this.#heap[index]?.atMs ?? Infinity;
  }

  #swap(a: number, b: number): void {
    const [left, right] = [this.#heap[a], this.#heap[b]];
    if (left === undefined || right === undefined) throw new RangeError('beyond the heap');
    this.#heap[a] = right;
    this.#heap[b] = left;
  }
}
