import { Injectable } from '@nestjs/common';
import { InternalClient } from '@landfall/service-kit';
import type { Registration } from './parcel-record.ts';

/** Asks order-intake for a parcel that was registered a moment ago, while its registration is still on its way here. */
@Injectable()
export class RegistrationOnItsWay {
  constructor(private readonly http: InternalClient) {}

  /** Undefined where the merchant has no such parcel. Throws SurroundingsError where order-intake is away. */
  ask(merchantId: string, parcelId: string): Promise<Registration | undefined> {
    return this.http.get<Registration>(
      'order-intake',
      `/internal/parcels/${parcelId}?merchantId=${merchantId}`,
    );
  }
}
