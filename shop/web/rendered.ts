/**
 * The bytes of a page or an answer, made once for as long as what they show is the same object: the catalogue keeps a view for seconds. Only so
 * many are kept: who keeps one of every product grows for hours, as a soak showed. Those made first go first; a page in demand is soon made anew.
 */
export class Rendered<View extends object> {
  private readonly made = new Map<View, Buffer>();

  constructor(
    private readonly render: (view: View) => string,
    private readonly room: number,
  ) {}

  of(view: View): Buffer {
    const kept = this.made.get(view);
    if (kept !== undefined) return kept;
    const bytes = Buffer.from(this.render(view));
    this.made.set(view, bytes);
    const [oldest] = this.made.keys();
    if (this.made.size > this.room && oldest !== undefined) this.made.delete(oldest);
    return bytes;
  }
}
