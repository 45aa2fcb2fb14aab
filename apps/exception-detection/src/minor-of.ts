import { parseMoney, type Money } from '@landfall/domain';

/** Minor units of told money. Throws RangeError where it cannot be read. */
export const minorOf = (money: Money): number => {
  const parsed = parseMoney(money);
  if (!parsed.ok) throw new RangeError(`${parsed.error}: ${money.amount} ${money.currency}`);
  return parsed.minor;
};
