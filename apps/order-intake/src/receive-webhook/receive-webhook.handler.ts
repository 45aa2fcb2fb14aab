import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { deterministicId } from '@landfall/messaging';
import { isRecordFault, UnitOfWork } from '@landfall/persistence';
import { badRequest, CONFIG, LOGGER, notFound, ProblemError } from '@landfall/service-kit';
import type { Logger } from '@landfall/telemetry';
import type { OrderIntakeConfig } from '../order-intake.settings.ts';
import { NotUnderstoodError } from '../marketplace-orders/not-understood.ts';
import type { Marketplace, TopicKind } from '../marketplaces/marketplace-file.ts';
import { marketplaces } from '../marketplaces/marketplaces.ts';
import { parseWebhook } from '../marketplaces/parse-webhook.ts';
import { isSigned } from '../marketplaces/webhook-signature.ts';
import { MarketplaceOrdersStore } from '../persistence/marketplace-orders.store.ts';
import { ShopsStore, type ShopRow } from '../persistence/shops.store.ts';
import { ApplyWebhook } from './apply-webhook.ts';
import type { AuthenticWebhook } from './authentic-webhook.ts';
import { RefusedWebhooks } from './refused-webhooks.ts';
import { ShopSecrets } from './shop-secrets.ts';
import type { WebhookStatus } from './webhook.response.ts';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** Takes a webhook of a marketplace when its shop signed it: applied once, or kept with the reason why it was not. */
@Injectable()
export class ReceiveWebhookHandler {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly shops: ShopsStore,
    private readonly secrets: ShopSecrets,
    private readonly orders: MarketplaceOrdersStore,
    private readonly applying: ApplyWebhook,
    private readonly refused: RefusedWebhooks,
    @Inject(CONFIG) private readonly config: OrderIntakeConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Resolves once the webhook is durable. Throws ProblemError 404 for an unknown marketplace, 401 `bad_signature`, 404
   * `shop_not_registered`, 400 `malformed_json` and `missing_header`.
   */
  async receive(name: string, headers: Headers, body: Buffer): Promise<WebhookStatus> {
    const marketplace = marketplaces.get(name);
    if (!marketplace) throw notFound(`The marketplace ${name.slice(0, 64)}`);
    const { headers: names, signature, topics } = marketplace.file;
    if (headers[signature.header] === undefined && marketplace.isPing(body)) return 'ping';
    const shop = await this.shopThatSigned(marketplace, headers, body);
    const payload = parseWebhook(body);
    const topic = required(headers, names.topic);
    const kind = Object.hasOwn(topics, topic) ? topics[topic] : undefined;
    if (kind === undefined) return 'ignored';
    const triggeredAt = names.triggeredAt === undefined ? undefined : headers[names.triggeredAt];
    return this.take(
      {
        id: deliveryId(shop.id, required(headers, names.delivery), body),
        marketplace,
        shop,
        topic,
        triggeredAt: typeof triggeredAt === 'string' ? triggeredAt : undefined,
        body,
      },
      kind,
      payload,
    );
  }

  private async shopThatSigned(marketplace: Marketplace, headers: Headers, body: Buffer): Promise<ShopRow> {
    const { headers: names, signature, secrets } = marketplace.file;
    const named = headers[names.shop];
    const domain = typeof named === 'string' ? marketplace.shopOf(named) : undefined;
    const { shop, own } = await this.unitOfWork.run({ pool: 'http', merchants: [] }, async (tx) => {
      const found = domain === undefined ? undefined : await this.shops.find(tx, marketplace.name, domain);
      return { shop: found, own: found ? await this.secrets.open(tx, found) : [] };
    });
    const shared = secrets === 'of the shop' ? [] : this.sharedSecrets(secrets.setting);
    if (!isSigned(body, headers[signature.header], own.length > 0 ? own : shared, signature))
      throw new ProblemError({
        status: 401,
        code: 'bad_signature',
        title: 'The signature does not hold',
        detail:
          `\`${signature.header}\` must be the ${signature.encoding} HMAC-${signature.hmac} of the raw body under the secret of ` +
          `the shop that \`${names.shop}\` names, and that shop must be registered where it brings its own secret.`,
      });
    if (!shop)
      throw new ProblemError({
        status: 404,
        code: 'shop_not_registered',
        title: 'The shop is not registered',
        detail: `Register the shop that \`${names.shop}\` names first: POST /v1/marketplaces/${marketplace.name}/shops.`,
      });
    return shop;
  }

  private sharedSecrets(setting: string): readonly string[] {
    const secrets: unknown = (this.config as unknown as Record<string, unknown>)[setting];
    if (!Array.isArray(secrets)) throw new Error(`there is no setting ${setting}`);
    return secrets as string[];
  }

  private take(webhook: AuthenticWebhook, kind: TopicKind, payload: unknown): Promise<WebhookStatus> {
    const scope = { pool: 'http', merchants: [webhook.shop.merchant_id] } as const;
    return this.unitOfWork.run(scope, async (tx) => {
      if (!(await this.orders.claimDelivery(tx, webhook.id))) return 'repeated';
      try {
        return await tx.attempt(() => this.applying.apply(tx, webhook, kind, payload));
      } catch (error) {
        if (error instanceof NotUnderstoodError) {
          await this.refused.keep(tx, webhook, 'not_understood', error.message);
          return 'quarantined';
        }
        if (!isRecordFault(error) || (error instanceof ProblemError && error.status >= 500)) throw error;
        this.logger.error(
          { shop: webhook.shop.id, topic: webhook.topic, fault: nameOf(error) },
          'webhook_quarantined',
        );
        await this.refused.keep(tx, webhook, 'cannot_be_applied', nameOf(error));
        return 'quarantined';
      }
    });
  }
}

const required = (headers: Headers, name: string): string => {
  const value = headers[name];
  if (typeof value === 'string' && value !== '' && value.length <= 255) return value;
  throw badRequest(
    'missing_header',
    `The header \`${name}\` is required, once and with 255 characters at most.`,
  );
};

const deliveryId = (shopId: string, delivery: string, body: Buffer): string =>
  deterministicId(
    'marketplace webhook',
    shopId,
    delivery,
    createHash('sha256').update(body).digest('base64url'),
  );

/** What an error is, without its message: Postgres puts values into those. */
const nameOf = (error: unknown): string =>
  error instanceof ProblemError
    ? `${error.code}: ${error.message}`
    : error instanceof Error
      ? error.name
      : 'unknown';
