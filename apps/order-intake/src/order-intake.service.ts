import { defineService, handOverRawBodies } from '@landfall/service-kit';
import { createMerchant } from './create-merchant/create-merchant.command.ts';
import { eraseBuyer } from './erase-buyer/erase-buyer.command.ts';
import { OrderIntakeModule } from './order-intake.module.ts';
import { orderIntakeSettings } from './order-intake.settings.ts';
import { CreateOrderIntake1764000000000 } from './persistence/migrations/1764000000000-create-order-intake.ts';
import { KeepWarnings1764000000191 } from './persistence/migrations/1764000000191-keep-warnings.ts';
import { ShapeNumbers1764000000125 } from './persistence/migrations/1764000000125-shape-numbers.ts';
import { ConnectMarketplaces1764000000120 } from './persistence/migrations/1764000000120-connect-marketplaces.ts';
import { TellWhoTold1764000000200 } from './persistence/migrations/1764000000200-tell-who-told.ts';
import { KeepAnswersAsGiven1764000000230 } from './persistence/migrations/1764000000230-keep-answers-as-given.ts';
import { revokeApiKey } from './revoke-api-key/revoke-api-key.command.ts';

/** Owns merchants, API keys, buyers, orders and parcel ids. */
export const orderIntake = defineService({
  name: 'order-intake',
  schema: 'order_intake',
  settings: orderIntakeSettings,
  migrations: [
    CreateOrderIntake1764000000000,
    ConnectMarketplaces1764000000120,
    ShapeNumbers1764000000125,
    KeepWarnings1764000000191,
    TellWhoTold1764000000200,
    KeepAnswersAsGiven1764000000230,
  ],
  module: OrderIntakeModule,
  configure: handOverRawBodies,
  commands: {
    'create-merchant': createMerchant,
    'revoke-api-key': revokeApiKey,
    'erase-buyer': eraseBuyer,
  },
});
