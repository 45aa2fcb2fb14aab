/** A tracking number of the Universal Postal Union's S10 pattern, with its check digit. */
export function s10(service: string, serial: number, country: string): string {
  const digits = String(serial).padStart(8, '0');
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
  const rest = 11 - (sum % 11);
  const check = rest === 10 ? 0 : rest === 11 ? 5 : rest;
  return `${service}${digits}${check}${country}`;
}
