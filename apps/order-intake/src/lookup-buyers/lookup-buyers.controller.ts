import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { UnitOfWork } from '@landfall/persistence';
import { RequireService, TextList, Uuid } from '@landfall/service-kit';
import { isUUID } from 'class-validator';
import { consentView } from '../order/order-view.ts';
import { PeopleReader } from '../order/people.reader.ts';
import type { Consent } from '../order/order.ts';
import { BuyersStore } from '../persistence/buyers.store.ts';

export class LookupBuyersRequest {
  @Uuid() merchantId!: string;
  @TextList({ max: 1_000, each: { max: 36 } }) references!: string[];
}

/** A buyer to whom a message may go; only `consent` once the buyer was erased. */
export interface FoundBuyer {
  reference: string;
  name?: string;
  email?: string;
  phone?: string;
  locale?: string;
  consent: Consent;
}

/** For notifications: the people behind references, as far as they are known and not erased. */
@ApiExcludeController()
@UseGuards(RequireService)
@Controller('internal/buyers/lookup')
export class LookupBuyersController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly buyers: BuyersStore,
    private readonly people: PeopleReader,
  ) {}

  @Post()
  @HttpCode(200)
  lookup(@Body() { merchantId, references }: LookupBuyersRequest): Promise<{ buyers: FoundBuyer[] }> {
    const ids = references.filter((reference) => isUUID(reference));
    return this.unitOfWork.run({ pool: 'http', merchants: [merchantId] }, async (tx) => {
      const rows = await this.buyers.find(tx, merchantId, ids);
      const personOf = await this.people.read(tx, merchantId, rows);
      return {
        buyers: rows.map((row): FoundBuyer => {
          const { name, email, phone } = personOf(row) ?? {};
          return {
            reference: row.id,
            ...(name !== undefined && { name }),
            ...(email !== undefined && { email }),
            ...(phone !== undefined && { phone }),
            ...(row.locale !== null && { locale: row.locale }),
            consent: consentView(row),
          };
        }),
      };
    });
  }
}
