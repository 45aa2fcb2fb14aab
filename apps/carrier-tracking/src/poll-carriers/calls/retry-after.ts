/**
 * How long a server asks to be left alone, in ms: RFC 9110, 10.2.3, seconds or a date.
 * @returns null where it does not say, or nothing that can be read
 */
export const retryAfterMs = (header: string | null, now: number): number | null => {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  // Date.parse takes much that no server means as a date.
  const at = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
};
