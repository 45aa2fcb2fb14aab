import { Transform, type Readable } from 'node:stream';
import { mebibyte, tooLarge } from '@landfall/service-kit';

/** @param limit in bytes */
export const bodyTooLarge = (limit: number) => tooLarge(`A body may have ${limit / mebibyte} MiB at most.`);

/**
 * The same bytes, until there are too many: then the stream fails with the 413 problem.
 * What is left of the source is read and dropped, so that the client hears the answer instead of a broken connection.
 */
export const limitBody = (source: Readable, limit: number): Readable => {
  let bytes = 0;
  const limited = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limit) done(bodyTooLarge(limit));
      else done(null, chunk);
    },
  });
  limited.once('close', () => {
    source.unpipe(limited);
    source.resume();
  });
  source.once('error', (error) => limited.destroy(error));
  source.once('close', () => {
    if (!source.readableEnded) limited.destroy(new Error('the client went away'));
  });
  return source.pipe(limited);
};
