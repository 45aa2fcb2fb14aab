import { createHash, createHmac } from 'node:crypto';
import type { Specimen } from '../recipe.ts';

/** What signs the bodies of a campaign, by sender or marketplace. */
export interface Secrets {
  readonly '17track': string;
  readonly aftership: string;
  readonly easypost: string;
  readonly shop: string;
}

/** Domains of the shops of a campaign. */
export const shops = { shopify: 'fuzz.myshopify.com', woocommerce: 'fuzz.example' } as const;

export interface HttpRequest {
  readonly path: string;
  readonly headers: Record<string, string>;
}

/**
 * The request that brings a body to its edge, signed or with the API key.
 * @param run tells deliveries and idempotency keys apart
 */
export function requestOf(specimen: Specimen, run: number, apiKey: string, secrets: Secrets): HttpRequest {
  const { seed, contentType, body } = specimen;
  const type: Record<string, string> = contentType === '' ? {} : { 'content-type': contentType };
  const key: Record<string, string> = run % 2 === 0 ? { 'idempotency-key': `fuzz-${run}` } : {};
  const own = { ...type, ...key, authorization: `Bearer ${apiKey}` };
  switch (seed.edge) {
    case 'payload':
      return { path: `/v1/carriers/${seed.of}/payloads?trackingNumber=${seed.number ?? ''}`, headers: own };
    case 'push':
      return {
        path: `/v1/carriers/${seed.of}/webhooks`,
        headers: { ...type, ...pushSignature(seed.of, body, secrets) },
      };
    case 'tracking-events':
      return { path: '/v1/tracking-events/batch', headers: own };
    case 'epcis':
      return { path: '/v1/epcis/capture', headers: own };
    case 'manifest':
      return { path: '/v1/units/manifests', headers: own };
    case 'order':
      return { path: '/v1/orders', headers: own };
    case 'orders':
      return { path: '/v1/orders/batch', headers: own };
    case 'import':
      return {
        path: '/v1/orders/imports?marketplace=my-shop&currency=EUR&timeZone=Asia/Shanghai',
        headers: own,
      };
    case 'webhook': {
      const [marketplace = '', topic = ''] = seed.of.split(' ');
      return {
        path: `/v1/marketplaces/${marketplace}/webhooks`,
        headers: { ...type, ...webhookHeaders(marketplace, topic, body, run, secrets) },
      };
    }
    default:
      return seed.edge satisfies never;
  }
}

const hmac = (secret: string, body: Buffer) => createHmac('sha256', secret).update(body);

/** Made from each sender's own documentation. */
function pushSignature(sender: string, body: Buffer, secrets: Secrets): Record<string, string> {
  switch (sender) {
    case '17track':
      return { sign: createHash('sha256').update(body).update(`/${secrets['17track']}`).digest('hex') };
    case 'aftership':
      return { 'aftership-hmac-sha256': hmac(secrets.aftership, body).digest('base64') };
    default:
      return { 'x-hmac-signature': `hmac-sha256-hex=${hmac(secrets.easypost, body).digest('hex')}` };
  }
}

function webhookHeaders(
  marketplace: string,
  topic: string,
  body: Buffer,
  run: number,
  { shop }: Secrets,
): Record<string, string> {
  const signature = hmac(shop, body).digest('base64');
  return marketplace === 'shopify'
    ? {
        'x-shopify-hmac-sha256': signature,
        'x-shopify-topic': topic,
        'x-shopify-shop-domain': shops.shopify,
        'x-shopify-webhook-id': `delivery-${run}`,
        'x-shopify-triggered-at': '2026-03-01T12:05:00.000Z',
      }
    : {
        'x-wc-webhook-signature': signature,
        'x-wc-webhook-topic': topic,
        'x-wc-webhook-source': `https://${shops.woocommerce}/`,
        'x-wc-webhook-delivery-id': `delivery-${run}`,
      };
}
