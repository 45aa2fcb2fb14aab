import { describe, expect, it } from '@jest/globals';
import type { CodeMappingRequest } from './code-mapping.request.ts';
import { requestedReading } from './requested-reading.ts';

const of = (fields: Partial<CodeMappingRequest>) => requestedReading({ sender: 'ups', code: 'X', ...fields });
const pointersOf = (fields: Partial<CodeMappingRequest>): string[] => {
  try {
    of(fields);
  } catch (error) {
    return (error as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);
  }
  return [];
};

describe('the reading that is asked for', () => {
  it('is a milestone with what goes with it, or no scan', () => {
    expect(of({ milestone: 'delivered' })).toEqual({ milestone: 'delivered', leg: null, reason: null });
    expect(of({ milestone: 'delayed', leg: 'trunk_line', reason: 'weather' })).toEqual({
      milestone: 'delayed',
      leg: 'trunk_line',
      reason: 'weather',
    });
    expect(of({ milestone: 'import_customs_held', atOrigin: 'export_customs_held' })).toMatchObject({
      atOrigin: 'export_customs_held',
    });
    expect(of({ noScan: true })).toBeNull();
  });

  it.each<[Partial<CodeMappingRequest>, string[]]>([
    [{}, ['/milestone']],
    [{ noScan: false }, ['/milestone']],
    [{ milestone: 'delivered', leg: 'last_mile' }, ['/leg']],
    [{ milestone: 'delayed', reason: 'other', noScan: true }, ['/milestone', '/reason']],
  ])('is refused for %j, naming %j', (fields, pointers) => {
    expect(pointersOf(fields)).toEqual(pointers);
  });
});
