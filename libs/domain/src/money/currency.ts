const twoDecimals = `
  AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC
  CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR
  JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD
  NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN
  SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`;
// Withdrawn between 2023 and 2026, still found in older orders.
const withdrawn = 'ANG BGN HRK';
const noDecimals = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF';
const threeDecimals = 'BHD IQD JOD KWD LYD OMR TND';

const words = (list: string): string[] => list.trim().split(/\s+/);

/** Decimals of each active ISO 4217 currency. */
const exponents: ReadonlyMap<string, number> = new Map([
  ...words(`${twoDecimals} ${withdrawn}`).map((code) => [code, 2] as const),
  ...words(noDecimals).map((code) => [code, 0] as const),
  ...words(threeDecimals).map((code) => [code, 3] as const),
]);

/** Decimals between a currency's unit and its minor unit (ISO 4217), or null for an unknown code. */
export function currencyExponent(currency: string): number | null {
  return exponents.get(currency) ?? null;
}
