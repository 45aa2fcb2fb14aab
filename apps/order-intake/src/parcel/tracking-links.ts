import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type BaseConfig } from '@landfall/service-kit';
import { trackingPageUrl } from './tracking-page-url.ts';

/** Makes the links of tracking pages with the deployment's secret and public address. */
@Injectable()
export class TrackingLinks {
  constructor(
    @Inject(CONFIG)
    private readonly config: Pick<BaseConfig, 'PUBLIC_URL'> & { TRACKING_PAGE_SECRET: string },
  ) {}

  of(parcelId: string): string {
    return trackingPageUrl(parcelId, this.config.PUBLIC_URL, this.config.TRACKING_PAGE_SECRET);
  }
}
