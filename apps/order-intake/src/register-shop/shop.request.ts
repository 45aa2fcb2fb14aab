import { Text, TextList } from '@landfall/service-kit';

export class RegisterShopRequest {
  @Text({ max: 255, example: 'my-shop.myshopify.com', description: 'Domain or address of the shop.' })
  domain!: string;

  @TextList({
    min: 1,
    max: 2,
    each: { min: 16, max: 255 },
    optional: true,
    description:
      'With which the shop signs its webhooks: two while they are being rotated. Never shown again. Without any the ' +
      "secret of the deployment's own app at the marketplace counts, where the marketplace has such apps.",
  })
  secrets?: string[];
}
