import { formatMoney } from '@landfall/domain';
import type { Person } from '../encryption/vault.ts';
import type { OrderItemRow, OrderRow } from '../persistence/orders.store.ts';

const iso = (instant: Date | null): string | null => instant?.toISOString() ?? null;

/**
 * An order as the API shows it. Without a person (answers to a POST, which are kept under their Idempotency-Key in the
 * clear; buyers that were erased) the fields that tell of one are left out.
 */
export const orderView = (row: OrderRow, person?: Person) => ({
  id: row.id,
  externalId: row.external_id,
  marketplace: row.marketplace,
  status: row.cancelled_at ? ('cancelled' as const) : ('open' as const),
  placedAt: row.placed_at.toISOString(),
  currency: row.currency,
  buyer: {
    id: row.buyer_id,
    ...(person && { name: person.name, email: person.email ?? null, phone: person.phone ?? null }),
    locale: row.locale,
    consent: consentView(row),
  },
  shipTo: {
    country: row.ship_country,
    state: row.ship_state,
    city: row.ship_city,
    ...(person && { postalCode: person.postalCode ?? null, lines: person.lines ?? [] }),
  },
  items: row.items.map((item) => itemView(item, row.currency)),
  promisedAt: iso(row.promised_at),
  shipBy: iso(row.ship_by),
  routeId: row.route_id,
  iossNumber: row.ioss_number,
  ...(person && { importerTaxId: person.importerTaxId ?? null }),
  paymentMethod: row.payment_method,
  codAmount:
    row.cod_minor === null || row.cod_currency === null
      ? null
      : formatMoney(Number(row.cod_minor), row.cod_currency),
  parcelIds: row.parcel_ids,
  outcomes: row.outcomes.map((outcome) => ({
    kind: outcome.kind,
    amount: formatMoney(outcome.amount_minor, outcome.currency),
    occurredAt: new Date(outcome.occurred_at).toISOString(),
  })),
  createdAt: row.created_at.toISOString(),
  cancelledAt: iso(row.cancelled_at),
});

export type OrderView = ReturnType<typeof orderView>;

/** What the buyer said about messages; a field is absent where nobody asked. */
export const consentView = (row: { consent_email: boolean | null; consent_sms: boolean | null }) => ({
  ...(row.consent_email !== null && { email: row.consent_email }),
  ...(row.consent_sms !== null && { sms: row.consent_sms }),
});

const itemView = (item: OrderItemRow, currency: string) => ({
  sku: item.sku,
  title: item.title,
  quantity: item.quantity,
  unitPrice: formatMoney(item.unit_price_minor, currency),
  unitCost: item.unit_cost_minor === null ? null : formatMoney(item.unit_cost_minor, currency),
  weightGrams: item.weight_grams,
  attributes: item.attributes,
  hsCode: item.hs_code,
  originCountry: item.origin_country,
  declaredValue:
    item.declared_minor === null || item.declared_currency === null
      ? null
      : formatMoney(item.declared_minor, item.declared_currency),
});
