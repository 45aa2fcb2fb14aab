const longest = 255;

/** A sender's text as topics and Postgres can hold it; null where nothing is left. */
export const cleanText = (text: string, max = longest): string | null =>
  text.replaceAll('\0', '').trim().slice(0, max).toWellFormed() || null;
