/**
 * The bytes of a page or an answer, made once for as long as what they show is the same object: the catalogue keeps a view for seconds,
 * and lets go of both together.
 */
export class Rendered<View extends object> {
  private readonly made = new WeakMap<View, Buffer>();

  constructor(private readonly render: (view: View) => string) {}

  of(view: View): Buffer {
    let bytes = this.made.get(view);
    if (bytes === undefined) {
      bytes = Buffer.from(this.render(view));
      this.made.set(view, bytes);
    }
    return bytes;
  }
}
