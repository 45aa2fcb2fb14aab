/** Milliseconds since 1970, as Date.parse gives them. */
export type Instant = number;

export const hour = 60 * 60 * 1000;
export const day = 24 * hour;

/** RFC 3339 in UTC, to the second. */
export const rfc3339 = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19)}Z`;
