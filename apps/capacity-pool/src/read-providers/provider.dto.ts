import { Instant, ListOf, Text, Uuid } from '@landfall/service-kit';
import type { Provider } from '../pool/provider.ts';

/** A company that carries parcels. */
export class ProviderDto {
  @Uuid()
  id!: string;

  @Text({ max: 64 })
  externalId!: string;

  @Text({ max: 255 })
  name!: string;

  @Instant()
  createdAt!: string;
}

/** One page of providers. */
export class ProviderPageDto {
  @ListOf(() => ProviderDto, { max: 200 })
  data!: ProviderDto[];

  @Text({ max: 1_000, nullable: true })
  nextCursor!: string | null;
}

export const toProviderDto = ({ id, externalId, name, createdAt }: Provider): ProviderDto => ({
  id,
  externalId,
  name,
  createdAt: createdAt.toISOString(),
});
