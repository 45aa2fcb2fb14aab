/** A webhook that is authentic and JSON, but does not say what its topic should. Its message holds nothing of the payload. */
export class NotUnderstoodError extends Error {
  override readonly name = 'NotUnderstoodError';
}
