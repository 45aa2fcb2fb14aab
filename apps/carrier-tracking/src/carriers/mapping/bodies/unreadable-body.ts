/** A body that is not what its sender's payloads are; nothing of it can be read. */
export class UnreadableBody extends Error {
  /** Stable, such as `malformed_json`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
