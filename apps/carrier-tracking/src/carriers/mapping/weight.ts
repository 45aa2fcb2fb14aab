const grams: Readonly<Record<string, number>> = { g: 1, kg: 1_000, lb: 453.59237, oz: 28.349523125 };

/** How senders write them. */
const words: readonly (readonly [string, RegExp])[] = [
  ['kg', /^(kg|kgs|kgm|k|kilos?|kilograms?|kilogramm)$/i],
  ['g', /^(g|gr|grm|grams?|gramm)$/i],
  ['lb', /^(lb|lbs|lbr|l|pounds?)$/i],
  ['oz', /^(oz|ozs|onz|o|ounces?)$/i],
];

export const weightUnits: readonly string[] = Object.keys(grams);

/**
 * A weight in whole grams; null where it is none above zero, or its unit is not known.
 * @param text such as `0.35`, `0,35` or `2.5 kg`: a unit in it goes before the other
 */
export const gramsOf = (text: string, unit: string): number | null => {
  const match = /^(\d{1,9}(?:[.,]\d{1,20})?)\s*([A-Za-z]{0,9})\.?$/.exec(text.trim());
  if (!match) return null;
  const [, number = '', own = ''] = match;
  const name = words.find(([, pattern]) => pattern.test((own || unit).trim()))?.[0];
  const weight = Math.round(Number(number.replace(',', '.')) * (grams[name ?? ''] ?? Number.NaN));
  return weight > 0 && weight <= 1_000_000_000 ? weight : null;
};
