import { Text } from '@landfall/service-kit';

/** A company to be added to the pool. */
export class CreateProviderBody {
  @Text({ max: 64, description: 'Your own name of the provider, unique among yours.' })
  externalId!: string;

  @Text({ max: 255 })
  name!: string;
}
