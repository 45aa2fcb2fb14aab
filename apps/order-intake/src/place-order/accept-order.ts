import { parseMoney, type Money, type MoneyError } from '@landfall/domain';
import { unprocessable, type FieldError } from '@landfall/service-kit';
import type { Person } from '../encryption/vault.ts';
import type { Order, OrderLine } from '../order/order.ts';
import type { OrderItemFields, PlaceOrderRequest } from './place-order.request.ts';

/** An order that makes sense, and the person apart from it. */
export interface AcceptedOrder {
  order: Order;
  person: Person;
}

const faultTexts: Record<MoneyError, string> = {
  money_unknown_currency: 'is in a currency that is not supported',
  money_malformed: 'must be a decimal number as text, such as "12.34"',
  money_too_precise: 'has more digits after the point than its currency',
  money_out_of_range: 'is too large',
};

/**
 * Reads a well-formed request into an order; money becomes minor units (ISO 4217).
 * Throws ProblemError 422 `money_not_valid`, naming each wrong amount by JSON pointer.
 * @param pointer where the request stands in its body, such as `/orders/3`
 */
export const acceptOrder = (
  request: PlaceOrderRequest,
  ids: { orderId: string; buyerId: string },
  pointer = '',
): AcceptedOrder => {
  const faults: FieldError[] = [];
  const minor = (money: Money, at: string, currency: string): number => {
    const parsed = parseMoney(money);
    if (!parsed.ok) faults.push({ pointer: pointer + at, detail: faultTexts[parsed.error] });
    else if (parsed.currency !== currency)
      faults.push({ pointer: `${pointer}${at}/currency`, detail: `must be ${currency}, as the order's` });
    return parsed.ok ? parsed.minor : 0;
  };
  const lines = request.items.map((item, position) => lineOf(item, position, request.currency, minor));
  const { codAmount } = request;
  if (codAmount) minor(codAmount, '/codAmount', codAmount.currency);
  if (faults.length === 0 && !withinRange(lines))
    faults.push({ pointer: `${pointer}/items`, detail: 'add up to an amount that is too large' });
  if (faults.length > 0)
    throw unprocessable('money_not_valid', 'Amounts of the order are not valid.', faults);
  return { order: orderOf(request, ids, lines), person: personOf(request) };
};

const lineOf = (
  item: OrderItemFields,
  position: number,
  currency: string,
  minor: (money: Money, at: string, currency: string) => number,
): OrderLine => {
  const at = `/items/${position}`;
  const { unitPrice, unitCost, declaredValue } = item;
  if (declaredValue) minor(declaredValue, `${at}/declaredValue`, declaredValue.currency);
  return {
    position,
    externalLineId: null,
    sku: item.sku,
    title: item.title,
    quantity: item.quantity,
    unitPriceMinor: minor(unitPrice, `${at}/unitPrice`, currency),
    unitCostMinor: unitCost ? minor(unitCost, `${at}/unitCost`, currency) : null,
    weightGrams: item.weightGrams ?? null,
    attributes: item.attributes ?? [],
    hsCode: item.hsCode ?? null,
    originCountry: item.originCountry ?? null,
    declaredValue: declaredValue ?? null,
  };
};

/** Sums stay exact in a double, so that the value of any parcel of the order does too. */
const withinRange = (lines: readonly OrderLine[]): boolean =>
  [
    lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0),
    lines.reduce((sum, line) => sum + line.quantity * (line.unitCostMinor ?? 0), 0),
  ].every(Number.isSafeInteger);

const orderOf = (
  request: PlaceOrderRequest,
  ids: { orderId: string; buyerId: string },
  lines: OrderLine[],
): Order => ({
  id: ids.orderId,
  externalId: request.externalId,
  marketplace: request.marketplace,
  placedAt: utc(request.placedAt),
  currency: request.currency,
  buyerId: ids.buyerId,
  locale: request.buyer.locale ?? null,
  consent: { ...request.buyer.consent },
  destination: {
    country: request.shipTo.country,
    state: request.shipTo.state ?? null,
    city: request.shipTo.city ?? null,
  },
  lines,
  promisedAt: request.promisedAt ? utc(request.promisedAt) : null,
  shipBy: request.shipBy ? utc(request.shipBy) : null,
  routeId: request.routeId ?? null,
  iossNumber: request.iossNumber ?? null,
  paymentMethod: request.paymentMethod ?? null,
  codAmount: request.codAmount ?? null,
});

const personOf = ({ buyer, shipTo, importerTaxId }: PlaceOrderRequest): Person => ({
  name: buyer.name,
  ...(buyer.email !== undefined && { email: buyer.email }),
  ...(buyer.phone !== undefined && { phone: buyer.phone }),
  ...(shipTo.postalCode !== undefined && { postalCode: shipTo.postalCode }),
  ...(shipTo.lines !== undefined && { lines: shipTo.lines }),
  ...(importerTaxId !== undefined && { importerTaxId }),
});

const utc = (instant: string): string => new Date(instant).toISOString();
