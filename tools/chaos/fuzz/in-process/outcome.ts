/** A scan that must be kept when its body is accepted. */
export interface ExpectedScan {
  readonly number: string;
  readonly scanId: string;
  /** One without a time that can be read is also set aside. */
  readonly hasTime: boolean;
}

/** What one of the payloads that a body is kept as comes to. */
export type ExpectedPayload =
  | { readonly kind: 'understood'; readonly scans: readonly ExpectedScan[] }
  | { readonly kind: 'not_understood'; readonly reason: string };

/** What becomes of a body: refused at the edge with a code, or taken. */
export type Outcome =
  | { readonly kind: 'refused'; readonly code: string }
  | {
      readonly kind: 'taken';
      readonly payloads: readonly ExpectedPayload[];
      readonly codes: readonly string[];
    };
