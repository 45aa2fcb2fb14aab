import { MappedPayloadReader } from '../mapping/mapped-payload.reader.ts';
import { checkMapping } from '../mapping/mapping.ts';
import mapping from './17track.mapping.json' with { type: 'json' };

/** Reads 17TRACK's pushes (v2.2 and v2.4). */
export const seventeenTrackReader = new MappedPayloadReader(checkMapping(mapping));
