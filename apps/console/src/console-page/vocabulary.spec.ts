import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from '@jest/globals';
import { anyLegMilestones, legs, milestones, reasons } from '@landfall/contracts';
import { publicFolder } from './public-folder.ts';

it('the words that the page offers are those of the contracts', async () => {
  const offered = (await import(pathToFileURL(join(publicFolder, 'vocabulary.js')).href)) as object;
  expect({ ...offered }).toEqual({ anyLegMilestones, legs, milestones, reasons });
});
