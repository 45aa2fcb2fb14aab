import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { milestones } from '../chain.ts';
import { cbvOf, milestoneOfCbv } from './cbv.ts';
import { anyHistory, anyScan, of, scan } from './scans.spec-kit.ts';
import { epcisDocument } from './write-epcis.ts';
import { epcisQueryDocument, eventsOfRecord } from './write-query.ts';

/** The standard's own JSON schema; it is no part of the repository. */
const shared =
  process.env['LANDFALL_SHARED_DIR'] ?? join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared');
const file = join(shared, 'data', 'standards', 'epcis', 'EPCIS-JSON-Schema.json');
const onStandard = existsSync(file) ? it : it.skip;

interface Schema {
  definitions: Record<'bizStep' | 'disposition', { anyOf: { enum?: string[] }[] }>;
}
const schema = (): Schema => JSON.parse(readFileSync(file, 'utf8')) as Schema;

let validate: ValidateFunction | undefined;

const faultsOf = (document: unknown): unknown[] => {
  validate ??= compiled();
  return validate(document) ? [] : (validate.errors ?? []);
};

const compiled = (): ValidateFunction => {
  const ajv = new Ajv({ strict: false });
  formats.default(ajv);
  return ajv.compile(schema());
};

const wordsOf = (name: 'bizStep' | 'disposition'): string[] =>
  schema().definitions[name].anyOf.flatMap((one) => one.enum ?? []);

describe("EPCIS 2.0's JSON schema", () => {
  onStandard('holds for any history', () => {
    fc.assert(
      fc.property(anyHistory, (scans) => {
        expect(faultsOf(JSON.parse(JSON.stringify(epcisDocument(scans, of))))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  onStandard('holds for each milestone, and does not for a document that was broken', () => {
    const document = epcisDocument(
      milestones.map((milestone) => scan({ milestone })),
      of,
    );
    expect(faultsOf(document)).toEqual([]);
    const [event] = document.epcisBody.eventList;
    expect(
      faultsOf({ ...document, epcisBody: { eventList: [{ ...event, bizStep: 'sorting' }] } }),
    ).not.toEqual([]);
  });

  onStandard('holds for any page of a query', () => {
    const anyRecord = fc.record({
      scan: anyScan,
      parcelId: fc.uuid(),
      orderId: fc.option(fc.uuid()),
      isFirstOfUnit: fc.boolean(),
      correction: fc.option(
        fc.record({
          revision: fc.integer({ min: 1, max: 9 }),
          recordedAt: fc.constant('2026-03-06T00:00:00.000Z'),
        }),
      ),
    });
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 20 }), (records) => {
        const events = records.flatMap((record) => eventsOfRecord(record, of.base));
        expect(faultsOf(JSON.parse(JSON.stringify(epcisQueryDocument(events, of.creationDate))))).toEqual([]);
      }),
      { numRuns: 100 },
    );
    const [event] = eventsOfRecord(
      { scan: scan(), parcelId: of.parcelId, orderId: null, isFirstOfUnit: false, correction: null },
      of.base,
    );
    const broken = { ...event, errorDeclaration: { reason: 'incorrect_data' } };
    expect(faultsOf({ ...epcisQueryDocument([broken as never], of.creationDate) })).not.toEqual([]);
  });

  onStandard('has all our words, and we know all of its steps', () => {
    const [bizSteps, dispositions] = [wordsOf('bizStep'), wordsOf('disposition')];
    for (const milestone of milestones) {
      const { bizStep, disposition } = cbvOf(milestone);
      expect(bizSteps).toContain(bizStep);
      if (disposition !== null) expect(dispositions).toContain(disposition);
    }
    expect(bizSteps.filter((step) => !milestoneOfCbv(step, null).known)).toEqual([]);
  });
});
