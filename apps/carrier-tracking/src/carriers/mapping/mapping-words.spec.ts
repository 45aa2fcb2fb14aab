import { describe, expect, it } from '@jest/globals';
import { builtInMappings } from './built-in.ts';

/** What words of a carrier must not be taken for, whoever says them: [words, milestones]. */
const neverMeans: readonly (readonly [string, readonly string[]])[] = [
  ['The parcel could not be delivered', ['delivered', 'out_for_delivery', 'available_for_pickup']],
  ['The shipment was not delivered today', ['delivered', 'out_for_delivery']],
  ['Unable to deliver, delivery attempt failed', ['delivered', 'out_for_delivery']],
  ['Out for delivery', ['delivered', 'departed_facility']],
  ['In customs clearance', ['import_customs_released', 'export_customs_released']],
  ['Held by customs', ['import_customs_released', 'export_customs_released', 'delivered']],
  ['Returned to sender', ['delivered', 'available_for_pickup']],
  ['Delivery refused by recipient', ['delivered', 'out_for_delivery']],
  ['Electronic data received, awaiting parcel', ['picked_up', 'delivered']],
  ['Die Sendung konnte nicht zugestellt werden', ['delivered', 'out_for_delivery']],
  ['Der Empfänger hat die Annahme verweigert', ['delivered']],
  ["Le colis n'a pas pu être livré, destinataire absent", ['delivered', 'out_for_delivery']],
  ['Colis en cours de livraison', ['delivered']],
  ["Colis retourné à l'expéditeur", ['delivered']],
  ['未妥投', ['delivered']],
  ['正在投递中', ['delivered']],
];

const withPatterns = [...builtInMappings().values()].filter(({ patterns }) => patterns.length > 0);

describe.each(withPatterns)('the patterns of $sender', ({ patterns }) => {
  it.each(neverMeans)('do not take "%s" for %j', (words, milestones) => {
    const meaning = patterns.find(({ matches }) => matches(words))?.reading?.milestone;
    expect(milestones).not.toContain(meaning);
  });
});
