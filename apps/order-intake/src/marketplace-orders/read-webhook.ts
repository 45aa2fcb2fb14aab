import { bodyHash, parseBody, ProblemError } from '@landfall/service-kit';
import type { Person } from '../encryption/vault.ts';
import type { Marketplace, StatusMeaning, TopicKind } from '../marketplaces/marketplace-file.ts';
import { acceptOrder } from '../place-order/accept-order.ts';
import { PlaceOrderRequest } from '../place-order/place-order.request.ts';
import { moneyEach } from './decimal.ts';
import type { Fact, LineUnits, Telling, ToldOrder, ToldRefund, ToldShipment, Version } from './facts.ts';
import { NotUnderstoodError } from './not-understood.ts';
import {
  countOf,
  countryOf,
  decimalOf,
  emailOf,
  idOf,
  instantOf,
  listOf,
  localeOf,
  textOf,
} from './payload-values.ts';

/** An authentic webhook whose body is JSON. */
export interface Webhook {
  kind: TopicKind;
  /** The registered shop. */
  shop: string;
  /** Identifies the delivery; its repeats have the same. */
  delivery: string;
  triggeredAt: string | undefined;
  payload: unknown;
}

/** What a webhook tells of which order, as its marketplace's file says. @throws NotUnderstoodError */
export const readWebhook = (marketplace: Marketplace, webhook: Webhook): Telling => {
  try {
    return new WebhookReader(marketplace, webhook).read();
  } catch (error) {
    if (error instanceof ProblemError)
      throw new NotUnderstoodError(
        `${error.message} ${(error.errors ?? []).map(({ pointer, detail }) => `${pointer} ${detail}`).join('; ')}`,
      );
    throw error;
  }
};

class WebhookReader {
  constructor(
    private readonly marketplace: Marketplace,
    private readonly webhook: Webhook,
  ) {}

  read(): Telling {
    const { kind, payload, delivery } = this.webhook;
    const { order, shipment, refund } = this.marketplace.file;
    if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
      throw new NotUnderstoodError('the payload is no object');
    switch (kind) {
      case 'order':
        return this.order();
      case 'restoration': {
        const telling = this.order();
        return { ...telling, facts: [...telling.facts, { kind: 'restoration', delivery }] };
      }
      case 'deletion':
        return {
          orderId: idOf(this.value(order.id), 'order'),
          facts: [{ kind: 'deletion', delivery }],
          person: null,
        };
      case 'shipment':
        return {
          orderId: idOf(this.value(shipment.order), 'order'),
          facts: [this.shipmentFact(payload)],
          person: null,
        };
      case 'refund':
        return {
          orderId: idOf(this.value(refund.order), 'order'),
          facts: [this.refundFact(payload, undefined)],
          person: null,
        };
      default:
        return kind satisfies never;
    }
  }

  private order(): Telling {
    const { order, shipment } = this.marketplace.file;
    const shipments = listOf(this.value(order.shipments.in));
    const status = textOf(this.value(order.status), 64) ?? '';
    const meaning = this.meaningOf(status);
    const at = this.time(this.value(order.updatedAt), 'time of the change');
    const version = { ...this.versionOf(at, this.webhook.payload), rank: this.marketplace.rankOf(status) };
    const read = meaning === 'waiting' ? null : this.toldOrder();
    const told = read && {
      ...read.told,
      shipments: order.shipments.areAll ? shipments.map((one) => this.shipment(one)) : null,
    };
    return {
      orderId: idOf(this.value(order.id), 'order'),
      facts: [
        { kind: 'order', version, status: meaning, told },
        ...(order.shipments.areAll || shipment.order === undefined
          ? []
          : shipments.map((one) => this.shipmentFact(one))),
        ...listOf(this.value(order.refunds.in)).map((one) => this.refundFact(one, at)),
      ],
      person: read?.person ?? null,
    };
  }

  /** Null where nothing of the order is sent anywhere: nothing of it can be followed. */
  private toldOrder(): { told: Omit<ToldOrder, 'shipments'>; person: Person } | null {
    const { order } = this.marketplace.file;
    const currency = textOf(this.field('currency'), 3)?.toUpperCase() ?? '';
    const lines = listOf(this.value(order.lines)).filter(
      (line) => countOf(this.value(order.line.quantity, line)) !== 0,
    );
    const country = countryOf(this.field('shipTo.country'));
    if (lines.length === 0 || country === undefined) return null;
    const ids = lines.map((line) => idOf(this.value(order.line.id, line), 'line'));
    if (new Set(ids).size < ids.length) throw new NotUnderstoodError('two lines of the order have one id');
    const request = parseBody(PlaceOrderRequest, {
      externalId: this.externalId(),
      marketplace: this.marketplace.name,
      placedAt: this.time(this.field('placedAt'), 'time of the order'),
      currency,
      buyer: {
        name: textOf(this.field('buyer.name'), 200) ?? 'unknown',
        email: emailOf(this.field('buyer.email')),
        phone: textOf(this.field('buyer.phone'), 40),
        locale: localeOf(this.field('buyer.locale')),
      },
      shipTo: {
        country,
        state: textOf(this.field('shipTo.state'), 100),
        city: textOf(this.field('shipTo.city'), 100),
        postalCode: textOf(this.field('shipTo.postalCode'), 20),
        lines: listOf(this.field('shipTo.lines')).flatMap((line) => textOf(line, 200) ?? []),
      },
      items: lines.map((line) => this.item(line, currency)),
      paymentMethod: textOf(this.field('paymentMethod'), 64),
    });
    const {
      order: { id: _id, buyerId: _buyerId, ...accepted },
      person,
    } = acceptOrder(request, { orderId: '', buyerId: '' });
    const left = lines.flatMap((line, index): [string, number][] => {
      const units = countOf(this.value(order.line.left, line));
      return units === undefined ? [] : [[ids[index] ?? '', units]];
    });
    return {
      told: {
        order: {
          ...accepted,
          lines: accepted.lines.map((line, index) => ({ ...line, externalLineId: ids[index] ?? null })),
        },
        left: Object.fromEntries(left),
      },
      person,
    };
  }

  private item(line: unknown, currency: string): object {
    const { line: at } = this.marketplace.file.order;
    const quantity = countOf(this.value(at.quantity, line)) ?? 0;
    const price =
      at.totalPrice === undefined
        ? moneyEach(decimalOf(this.value(at.unitPrice, line)) ?? '', 1, currency)
        : moneyEach(decimalOf(this.value(at.totalPrice, line)) ?? '', quantity, currency);
    return {
      sku: textOf(this.value(at.sku, line), 255),
      title: textOf(this.value(at.title, line), 500) ?? textOf(this.value(at.sku, line), 255),
      quantity,
      unitPrice: price ?? { amount: '', currency },
      weightGrams: countOf(this.value(at.weightGrams, line)),
    };
  }

  private externalId(): string {
    const { file } = this.marketplace;
    const id = idOf(this.value(file.order.id), 'order');
    return file.orderIds === 'unique' ? id : `${this.webhook.shop}/${id}`;
  }

  private shipmentFact(shipment: unknown): Fact {
    const told = this.shipment(shipment);
    const { updatedAt } = this.marketplace.file.shipment;
    const at = this.time(this.value(updatedAt, shipment), 'time of the shipment');
    return {
      kind: 'shipment',
      version: { ...this.versionOf(at, told), rank: told.live ? 0 : 1 },
      shipment: told,
    };
  }

  private shipment(shipment: unknown): ToldShipment {
    const { shipment: at, timesWithoutOffset } = this.marketplace.file;
    const status = textOf(this.value(at.status, shipment), 64);
    const numbers = listOf(this.value(at.numbers, shipment)).flatMap((number) => {
      const text = textOf(number, 64)?.replaceAll(/\s+/g, '');
      return text ? [text] : [];
    });
    return {
      id: idOf(this.value(at.id, shipment), 'shipment'),
      live: status === undefined || !(at.deadStatuses ?? []).includes(status),
      carrier: this.marketplace.carrierOf(textOf(this.value(at.carrier, shipment), 64)),
      numbers: [...new Set(numbers)],
      lines: at.lines === undefined || at.line === undefined ? null : this.units(at.lines, at.line, shipment),
      shippedAt: instantOf(this.value(at.shippedAt, shipment), timesWithoutOffset) ?? null,
      originCountry: countryOf(this.value(at.originCountry, shipment)) ?? null,
    };
  }

  /** @param orderChangedAt the time of a refund that has none of its own */
  private refundFact(refund: unknown, orderChangedAt: string | undefined): Fact {
    const { refund: at } = this.marketplace.file;
    const given = this.value(at.at, refund);
    const told: ToldRefund = {
      id: idOf(this.value(at.id, refund), 'refund'),
      at:
        given === null && orderChangedAt !== undefined
          ? orderChangedAt
          : this.time(given, 'time of the refund'),
      amounts: listOf(this.value(at.amounts, refund)).flatMap(
        (amount) => decimalOf(amount)?.replace(/^-/, '') ?? [],
      ),
      lines: at.lines === undefined || at.line === undefined ? [] : this.units(at.lines, at.line, refund),
    };
    return {
      kind: 'refund',
      version: { ...this.versionOf(told.at, told), rank: told.amounts.length },
      refund: told,
    };
  }

  private units(lines: string, line: { id: string; quantity: string }, owner: unknown): LineUnits[] {
    return listOf(this.value(lines, owner)).flatMap((one) => {
      const quantity = countOf(this.value(line.quantity, one)) ?? 0;
      return quantity > 0 ? [{ line: idOf(this.value(line.id, one), 'line'), quantity }] : [];
    });
  }

  private versionOf(at: string, told: unknown): Version {
    return {
      at,
      triggeredAt: instantOf(this.webhook.triggeredAt, 'UTC') ?? '',
      rank: 0,
      hash: bodyHash(told).toString('hex').slice(0, 32),
    };
  }

  private meaningOf(status: string): StatusMeaning {
    const { statuses, otherStatuses } = this.marketplace.file.order;
    return (Object.hasOwn(statuses, status) ? statuses[status] : undefined) ?? otherStatuses;
  }

  private time(value: unknown, what: string): string {
    const instant = instantOf(value, this.marketplace.file.timesWithoutOffset);
    if (instant === undefined) throw new NotUnderstoodError(`the ${what} is missing or cannot be read`);
    return instant;
  }

  private field(name: keyof Marketplace['file']['order']['fields']): unknown {
    return this.value(this.marketplace.file.order.fields[name]);
  }

  private value(at: string | undefined, from: unknown = this.webhook.payload): unknown {
    if (at === undefined) return null;
    const find = this.marketplace.at(at);
    try {
      return find(from);
    } catch {
      // What a function of JMESPath is given it does not take.
      throw new NotUnderstoodError(`the payload has another shape than \`${at}\` expects`);
    }
  }
}
