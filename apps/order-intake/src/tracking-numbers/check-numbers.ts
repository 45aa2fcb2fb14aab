import { Injectable } from '@nestjs/common';
import type { Transaction } from '@landfall/persistence';
import { unprocessable } from '@landfall/service-kit';
import { ParcelsStore, type TrackingNumber } from '../persistence/parcels.store.ts';
import { checkNumber, type NumberWarning } from './check-number.ts';
import { numberFormatsOf } from './number-formats.ts';

/** A number that was checked, with the carrier that was named or found. */
export interface SettledNumber {
  number: TrackingNumber;
  warnings: NumberWarning[];
}

/** Checks the numbers that merchants register, and finds the carrier where they name none. */
@Injectable()
export class CheckNumbers {
  constructor(private readonly parcels: ParcelsStore) {}

  /**
   * Throws ProblemError 422 `carrier_not_recognised` where no carrier is named and none can be told.
   * @param destinationCountry null where it is not known
   */
  async check(
    tx: Transaction,
    merchantId: string,
    { trackingNumber, carrier: named }: { trackingNumber: string; carrier?: string | undefined },
    destinationCountry: string | null,
  ): Promise<SettledNumber> {
    const history = await this.parcels.carriersOfLikeNumbers(tx, merchantId, trackingNumber);
    const formats = numberFormatsOf(trackingNumber);
    const { carrier, candidates, warnings } = checkNumber({
      trackingNumber,
      carrier: named,
      formats,
      destinationCountry,
      history,
    });
    if (carrier !== undefined) {
      const kept = warnings.map(({ code, detail }) => ({ code, detail }));
      return { number: { trackingNumber, carrier, ...(kept.length > 0 && { warnings: kept }) }, warnings };
    }
    throw unprocessable('carrier_not_recognised', 'The number does not tell its carrier: name it.', [
      {
        pointer: '/carrier',
        detail:
          candidates.length === 0
            ? 'must be named: the number has no format that is known'
            : `must be named: the number may be of ${candidates.join(', ')}`,
      },
    ]);
  }
}
