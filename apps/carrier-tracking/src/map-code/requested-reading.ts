import { anyLegMilestones } from '@landfall/contracts';
import { validationFailed } from '@landfall/service-kit';
import type { Reading } from '../scans/scan.ts';
import type { CodeMappingRequest } from './code-mapping.request.ts';

const readingFields = ['milestone', 'atOrigin', 'leg', 'reason'] as const;

/** The reading that a request asks for; null: no scan. Throws ProblemError 400 that names the fields that do not go together. */
export const requestedReading = (request: CodeMappingRequest): Reading | null => {
  const { milestone, atOrigin, leg, reason, noScan } = request;
  if (noScan) {
    const beside = readingFields.filter((name) => request[name] !== undefined);
    if (beside.length === 0) return null;
    throw validationFailed(
      beside.map((name) => ({
        pointer: `/${name}`,
        detail: 'must not stand beside noScan: remove one of them',
      })),
    );
  }
  if (milestone === undefined)
    throw validationFailed([{ pointer: '/milestone', detail: 'is required, unless noScan is true' }]);
  if (leg !== undefined && !(anyLegMilestones as readonly string[]).includes(milestone))
    throw validationFailed([
      { pointer: '/leg', detail: `must be left away: ${milestone} has a leg of its own` },
    ]);
  return { milestone, ...(atOrigin && { atOrigin }), leg: leg ?? null, reason: reason ?? null };
};
