import { join } from 'node:path';

/** Where the page's files lie: beside `src` and `dist` alike. */
export const publicFolder = join(import.meta.dirname, '..', '..', 'public');
