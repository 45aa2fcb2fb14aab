import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { expression, type Expression } from './expression.ts';

/** What an order's status means here: not paid yet, to be shipped, called off, or paid back. */
export const statusMeanings = ['waiting', 'open', 'cancelled', 'refunded'] as const;
export type StatusMeaning = (typeof statusMeanings)[number];

/** What a webhook of a topic holds. */
export const topicKinds = ['order', 'shipment', 'refund', 'deletion', 'restoration'] as const;
export type TopicKind = (typeof topicKinds)[number];

const Word = Type.String({ minLength: 1, maxLength: 64 });
const Path = Type.String({ minLength: 1, description: 'JMESPath expression' });
const Header = Type.String({ pattern: '^[a-z0-9-]+$', description: 'HTTP header in lower case' });
const closed = { additionalProperties: false } as const;

const OrderFields = Type.Object(
  {
    placedAt: Path,
    currency: Path,
    paymentMethod: Type.Optional(Path),
    'buyer.name': Path,
    'buyer.email': Type.Optional(Path),
    'buyer.phone': Type.Optional(Path),
    'buyer.locale': Type.Optional(Path),
    'shipTo.country': Path,
    'shipTo.state': Type.Optional(Path),
    'shipTo.city': Type.Optional(Path),
    'shipTo.postalCode': Type.Optional(Path),
    'shipTo.lines': Type.Optional(Path),
  },
  closed,
);

const Line = Type.Object({ id: Path, quantity: Path }, closed);

/**
 * A marketplace's file: how its webhooks are signed, which headers and topics they have, and where in them things are.
 * Expressions of `line`, `shipment` and `refund` begin at the line, the shipment or the refund, all others at the payload.
 */
export const MarketplaceFile = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    marketplace: Type.String({ pattern: '^[a-z0-9-]{1,64}$' }),
    secrets: Type.Union(
      [
        Type.Object({ setting: Type.String({ pattern: '^[A-Z0-9_]+$' }) }, closed),
        Type.Literal('of the shop'),
      ],
      {
        description:
          'One for the whole deployment, in this environment variable; or one that each shop brings.',
      },
    ),
    signature: Type.Object(
      {
        header: Header,
        hmac: Type.Union([Type.Literal('sha256'), Type.Literal('sha512')]),
        encoding: Type.Union([Type.Literal('base64'), Type.Literal('hex')]),
      },
      closed,
    ),
    headers: Type.Object(
      { topic: Header, shop: Header, delivery: Header, triggeredAt: Type.Optional(Header) },
      closed,
    ),
    ping: Type.Optional(
      Type.String({ description: 'What an unsigned body looks like that only asks who is there.' }),
    ),
    shops: Type.Object({ pattern: Type.String(), example: Word }, closed),
    orderIds: Type.Union([Type.Literal('unique'), Type.Literal('of the shop')], {
      description: 'Whether two shops may have the same order id.',
    }),
    timesWithoutOffset: Type.Union([Type.Literal('refused'), Type.Literal('UTC')]),
    topics: Type.Record(Type.String(), Type.Unsafe<TopicKind>({ type: 'string', enum: [...topicKinds] })),
    order: Type.Object(
      {
        id: Path,
        updatedAt: Path,
        status: Path,
        statuses: Type.Record(
          Type.String(),
          Type.Unsafe<StatusMeaning>({ type: 'string', enum: [...statusMeanings] }),
          { description: 'Of two told at one instant the later in this list counts.' },
        ),
        otherStatuses: Type.Unsafe<StatusMeaning>({ type: 'string', enum: [...statusMeanings] }),
        fields: OrderFields,
        lines: Path,
        line: Type.Object(
          {
            id: Path,
            sku: Path,
            title: Path,
            quantity: Path,
            left: Type.Optional(Path),
            unitPrice: Type.Optional(Path),
            totalPrice: Type.Optional(Path),
            weightGrams: Type.Optional(Path),
          },
          closed,
        ),
        shipments: Type.Object({ in: Path, areAll: Type.Boolean() }, closed),
        refunds: Type.Object({ in: Path }, closed),
      },
      closed,
    ),
    shipment: Type.Object(
      {
        id: Path,
        order: Type.Optional(Path),
        updatedAt: Type.Optional(Path),
        status: Type.Optional(Path),
        deadStatuses: Type.Optional(Type.Array(Word)),
        carrier: Path,
        numbers: Path,
        shippedAt: Type.Optional(Path),
        originCountry: Type.Optional(Path),
        lines: Type.Optional(Path),
        line: Type.Optional(Line),
      },
      closed,
    ),
    refund: Type.Object(
      {
        id: Path,
        order: Type.Optional(Path),
        at: Type.Optional(Path),
        amounts: Path,
        lines: Type.Optional(Path),
        line: Type.Optional(Line),
      },
      closed,
    ),
    carriers: Type.Record(Type.String(), Word, {
      description: 'Names of carriers whose key is not simply the name in lower case with hyphens.',
    }),
  },
  closed,
);
export type MarketplaceFile = Static<typeof MarketplaceFile>;

/** A marketplace whose file was checked, ready for use. */
export interface Marketplace {
  readonly name: string;
  readonly file: MarketplaceFile;
  /** The expression that stands at a place of the file; every one was compiled when the file was checked. */
  readonly at: (text: string) => Expression;
  readonly isPing: (body: Buffer) => boolean;
  /** A shop as it is registered and as webhooks name it; undefined where it cannot be one. */
  readonly shopOf: (text: string) => string | undefined;
  /** Which of two statuses told at one instant counts. */
  readonly rankOf: (status: string) => number;
  readonly carrierOf: (name: string | undefined) => string;
}

const validator = Compile(MarketplaceFile);
const longestPing = 100;

/** Checks a marketplace's file. @throws Error that names every fault, so that a service with a wrong one does not start */
export const checkMarketplace = (file: unknown): Marketplace => {
  if (!validator.Check(file)) {
    const faults = validator.Errors(file).map((error) => `${error.instancePath || '/'} ${error.message}`);
    throw new Error(`The marketplace file cannot be used: ${faults.join('; ')}`);
  }
  const compiled = new Map<string, Expression>();
  const faults = [...expressionsOf(file)].flatMap(([pointer, text]) => {
    try {
      compiled.set(text, expression(text));
      return [];
    } catch (error) {
      return [`${pointer} is no JMESPath expression: ${(error as Error).message}`];
    }
  });
  if ((file.order.line.unitPrice === undefined) === (file.order.line.totalPrice === undefined))
    faults.push('/order/line must have one of unitPrice and totalPrice');
  for (const [name, text] of [
    ['/shops/pattern', file.shops.pattern],
    ['/ping', file.ping ?? ''],
  ] as const)
    if (!isPattern(text)) faults.push(`${name} is no regular expression`);
  if (faults.length > 0)
    throw new Error(`The marketplace file of ${file.marketplace} cannot be used: ${faults.join('; ')}`);
  return ready(file, compiled);
};

const ready = (file: MarketplaceFile, compiled: ReadonlyMap<string, Expression>): Marketplace => {
  const shop = new RegExp(file.shops.pattern);
  const ping = file.ping === undefined ? undefined : new RegExp(file.ping);
  const ranks = new Map(Object.keys(file.order.statuses).map((status, rank) => [status, rank]));
  const carriers = new Map(Object.entries(file.carriers).map(([name, key]) => [keyOf(name), key]));
  return {
    name: file.marketplace,
    file,
    at: (text) => {
      const found = compiled.get(text);
      if (!found) throw new Error(`"${text}" is not in the file of ${file.marketplace}`);
      return found;
    },
    isPing: (body) => body.length <= longestPing && (ping?.test(body.toString('latin1')) ?? false),
    shopOf: (text) => {
      const name = text
        .trim()
        .toLowerCase()
        .replace(/^https?:\/\//, '')
        .replace(/\/+$/, '');
      return name.length <= 200 && shop.test(name) ? name : undefined;
    },
    rankOf: (status) => ranks.get(status) ?? -1,
    carrierOf: (name) => {
      const key = keyOf(name ?? '');
      return carriers.get(key) ?? (key === '' || key in Object.prototype ? 'unknown' : key);
    },
  };
};

/** A carrier's name without its spelling, as carrier-tracking compares them. */
const keyOf = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/gu, '-')
    .slice(0, 64);

const isPattern = (text: string): boolean => {
  try {
    return Boolean(new RegExp(text));
  } catch {
    return false;
  }
};

/** Every expression of the file, by JSON pointer. */
function* expressionsOf(file: MarketplaceFile): Generator<[string, string]> {
  const { order, shipment, refund } = file;
  const places: [pointer: string, part: object, names?: string[]][] = [
    ['/order', order, ['id', 'updatedAt', 'status', 'lines']],
    ['/order/fields', order.fields],
    ['/order/line', order.line],
    ['/order/shipments', order.shipments, ['in']],
    ['/order/refunds', order.refunds],
    ['/shipment', shipment],
    ['/shipment/line', shipment.line ?? {}],
    ['/refund', refund],
    ['/refund/line', refund.line ?? {}],
  ];
  for (const [pointer, part, names] of places)
    for (const [name, text] of Object.entries(part))
      if (typeof text === 'string' && (names?.includes(name) ?? true)) yield [`${pointer}/${name}`, text];
}
