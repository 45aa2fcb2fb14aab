import { describe, expect, it } from '@jest/globals';
import * as contracts from '@landfall/contracts';
import * as domain from '@landfall/domain';

// Neither library may import the other: this is where their words are held equal.
describe('the words of the topics and of the domain', () => {
  it.each([
    ['legs', contracts.legs, domain.legs],
    ['waits', contracts.waits, domain.waits],
    ['milestones', contracts.milestones, domain.milestones],
    ['reasons', contracts.reasons, domain.reasons],
    ['parcel states', contracts.parcelStates, domain.parcelStatuses],
    ['exception codes', contracts.exceptionCodes, domain.exceptionCodes],
    ['incident kinds', contracts.incidentKinds, domain.incidentKinds],
    ['transport modes', contracts.transportModes, domain.transportModes],
  ])('have the same %s', (_, told, meant) => expect([...told].sort()).toEqual([...meant].sort()));
});
