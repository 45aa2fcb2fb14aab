import { describe, expect, it } from '@jest/globals';
import { judge } from './boundaries/check-boundaries.ts';
import { chosenParts, missingProjects, partNames } from './parts.ts';

describe('npm test -- --only', () => {
  it('runs everything without it', () => {
    expect(chosenParts(undefined)).toEqual(partNames);
  });

  it('runs the named parts in their usual order', () => {
    expect(chosenParts('unit, lint')).toEqual(['lint', 'unit']);
  });

  it('names the parts when one is unknown', () => {
    expect(() => chosenParts('unit,units')).toThrow('--only units? The parts are lint, types, unit');
  });
});

describe('lint through Nx', () => {
  it('must have run for every project: Nx ends well when it finds nothing to do', () => {
    expect(missingProjects(' NX   Successfully ran target lint for 14 projects', 14)).toBeUndefined();
    expect(missingProjects(' NX   Successfully ran target lint for 13 projects', 14)).toMatch('13 of 14');
    expect(missingProjects(' NX   No tasks were run', 14)).toMatch('0 of 14');
  });
});

describe('a planted violation', () => {
  const planted = { rule: 'r', folder: 'f', code: '', reportedBy: 'no-restricted-imports' };

  it('passes only when its own rule reports', () => {
    expect(judge(planted, ['no-restricted-imports'])).toBe(true);
    expect(judge(planted, ['no-unused-vars'])).toBe(false);
    expect(judge(planted, [])).toBe(false);
  });

  it('that breaks no rule passes only when nothing reports', () => {
    const harmless = { ...planted, reportedBy: undefined };
    expect(judge(harmless, [])).toBe(true);
    expect(judge(harmless, [null])).toBe(false);
  });
});
