import { describe, expect, it } from '@jest/globals';
import { orderIntakeSettings } from '../order-intake.settings.ts';
import { checkMarketplace, topicKinds } from './marketplace-file.ts';
import { marketplaces } from './marketplaces.ts';
import file from './shopify.marketplace.json' with { type: 'json' };

const changed = (change: (copy: typeof file) => void): unknown => {
  const copy = structuredClone(file);
  change(copy);
  return copy;
};

describe('the marketplace files', () => {
  it('have a setting for each secret of the deployment, and topics of known kinds', () => {
    for (const { file: one } of marketplaces.values()) {
      if (one.secrets !== 'of the shop') expect(orderIntakeSettings).toHaveProperty(one.secrets.setting);
      for (const kind of Object.values(one.topics)) expect(topicKinds).toContain(kind);
    }
    expect([...marketplaces.keys()]).toEqual(['shopify', 'woocommerce']);
  });
});

describe('a marketplace file', () => {
  it.each<[string, unknown, string]>([
    ['no object', 'shopify', 'must be object'],
    ['an unknown field', { ...file, color: 'red' }, 'additional'],
    [
      'an expression that is none',
      changed((copy) => (copy.order.fields.currency = 'a..b')),
      '/order/fields/currency',
    ],
    [
      'a topic of an unknown kind',
      { ...file, topics: { 'orders/create': 'parcel' } },
      '/topics/orders~1create',
    ],
    ['a pattern that is none', changed((copy) => (copy.shops.pattern = '(')), '/shops/pattern'],
    [
      'no price',
      changed((copy) => delete (copy.order.line as Partial<typeof copy.order.line>).unitPrice),
      '/order/line',
    ],
    ['a header in capitals', changed((copy) => (copy.headers.topic = 'X-Topic')), '/headers/topic'],
  ])('with %s keeps the service from starting, and says where', (_what, wrong, where) => {
    expect(() => checkMarketplace(wrong)).toThrow(where);
  });

  it('names shops as they are registered, however they are written', () => {
    const woocommerce = marketplaces.get('woocommerce');
    expect(woocommerce?.shopOf('https://Shop.example/store/')).toBe('shop.example/store');
    expect(woocommerce?.shopOf(' shop.example ')).toBe('shop.example');
    const shopify = marketplaces.get('shopify');
    expect(shopify?.shopOf('My-Shop.myshopify.com')).toBe('my-shop.myshopify.com');
    for (const wrong of ['', 'shop.example', 'a.b.myshopify.com', 'x.myshopify.com.evil.example'])
      expect(shopify?.shopOf(wrong)).toBeUndefined();
  });

  it('knows the question whether anybody is there', () => {
    const woocommerce = marketplaces.get('woocommerce');
    expect(woocommerce?.isPing(Buffer.from('webhook_id=17'))).toBe(true);
    for (const wrong of ['webhook_id=', 'webhook_id=17&more=1', '{}', `webhook_id=${'1'.repeat(500)}`])
      expect(woocommerce?.isPing(Buffer.from(wrong))).toBe(false);
    expect(marketplaces.get('shopify')?.isPing(Buffer.from('webhook_id=17'))).toBe(false);
  });

  it('has one key for each carrier', () => {
    const shopify = marketplaces.get('shopify');
    expect(shopify?.carrierOf('China Post')).toBe('china-post');
    expect(shopify?.carrierOf('Japan Post (EN)')).toBe('japan-post');
    expect(shopify?.carrierOf(undefined)).toBe('unknown');
    expect(shopify?.carrierOf('constructor')).toBe('unknown');
  });
});
