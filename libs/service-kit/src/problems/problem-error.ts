/** One field that is wrong: where it is (JSON pointer, RFC 6901) and what to do about it. */
export interface FieldError {
  pointer: string;
  detail: string;
}

export interface ProblemOptions {
  /** HTTP status, 400 to 599. */
  status: number;
  /** Stable, for programs; snake_case. */
  code: string;
  /** The kind of problem in a few words, the same for all of its kind. */
  title: string;
  /** What happened this time and what to do; shown to the caller. */
  detail?: string | undefined;
  errors?: readonly FieldError[] | undefined;
  /** Headers of the answer, such as Retry-After. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/** Answers are kept, and Postgres' text and JSON hold neither NUL nor half of a surrogate pair. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');

/** An error that a caller may see, answered as problem details (RFC 9457). Its texts can be kept, whatever they quote. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(options: ProblemOptions, cause?: unknown) {
    super(storable(options.detail ?? options.title), { cause });
    this.status = options.status;
    this.code = options.code;
    this.title = options.title;
    this.detail = options.detail === undefined ? undefined : storable(options.detail);
    this.errors = options.errors?.map(({ pointer, detail }) => ({
      pointer: storable(pointer),
      detail: storable(detail),
    }));
    this.headers = options.headers ?? {};
  }
}
