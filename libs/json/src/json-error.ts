/** Why a text or its bytes are no JSON that can be taken. */
export type JsonFault = 'wrong_encoding' | 'malformed_json' | 'too_deep' | 'repeated_key';

/** A body that is no JSON which means one thing to everybody. */
export class JsonError extends Error {
  /** Stable. */
  readonly code: JsonFault;

  /** @param message for whoever sent it: may stand in an answer */
  constructor(code: JsonFault, message: string) {
    super(message);
    this.code = code;
  }
}
