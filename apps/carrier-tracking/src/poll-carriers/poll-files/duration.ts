const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** How a duration is written, as `30s`, `10m`, `2h` or `1.5d`. */
export const durationPattern = String.raw`^\d+(\.\d+)?[smhd]$`;

/** In milliseconds. @param text fits `durationPattern` */
export const durationOf = (text: string): number =>
  Number(text.slice(0, -1)) * units[text.slice(-1) as keyof typeof units];
