import { settingsDocument } from './settings-document.ts';

/** Runs without the condition of the sources: what settings import has classes that must have been compiled. */
console.log(JSON.stringify(settingsDocument(process.argv[2] ?? '')));
