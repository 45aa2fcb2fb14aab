import { overloaded, unavailable } from '../problems/problems.ts';

/** Counts the HTTP requests being answered and the bytes of their bodies, and says when no more may come in. */
export class OpenRequests {
  private openNow = 0;
  private bytesNow = 0;
  private answered = 0;
  private closing = false;
  private readonly waiting: (() => void)[] = [];

  /**
   * @param limit requests open at once
   * @param mostBytes of their bodies together; one that is larger gets in while no other has a body
   */
  constructor(
    private readonly limit: number,
    private readonly mostBytes = Number.POSITIVE_INFINITY,
  ) {}

  /** Requests being answered now. */
  get open(): number {
    return this.openNow;
  }

  /** Requests begun since the start. */
  get total(): number {
    return this.answered;
  }

  /** Whether no new requests are taken any more. */
  get isClosing(): boolean {
    return this.closing;
  }

  /**
   * Counts one request in; the function it gives counts it out, once however often it is called.
   * Throws ProblemError 503 with Retry-After while shutting down (`shutting_down`) and over a limit (`overloaded`).
   * @param bodyBytes that will be held until it is answered
   */
  begin(bodyBytes = 0): () => void {
    if (this.closing)
      throw unavailable('shutting_down', 'This process is shutting down. Send the request again.');
    if (this.openNow >= this.limit) throw overloaded('Too many requests are open. Send it again later.');
    if (bodyBytes > 0 && this.bytesNow > 0 && this.bytesNow + bodyBytes > this.mostBytes)
      throw overloaded('The requests being answered are too large together. Send it again later.');
    this.openNow += 1;
    this.bytesNow += bodyBytes;
    this.answered += 1;
    let counted = true;
    return () => {
      if (!counted) return;
      counted = false;
      this.openNow -= 1;
      this.bytesNow -= bodyBytes;
      if (this.openNow === 0) for (const resolve of this.waiting.splice(0)) resolve();
    };
  }

  /** Refuses new requests from now on; resolves when the last one has been answered. */
  close(): Promise<void> {
    this.closing = true;
    return this.openNow === 0 ? Promise.resolve() : new Promise((resolve) => this.waiting.push(resolve));
  }
}
