import { Transform, type Readable } from 'node:stream';
import { tooLarge } from '@landfall/service-kit';

/** Bytes. */
export const bodyLimit = 16 * 1024 * 1024;

export const bodyTooLarge = () => tooLarge(`A body may have ${bodyLimit / 1024 / 1024} MiB at most.`);

/**
 * The same bytes, until there are too many: then the stream fails with the 413 problem.
 * What is left of the source is read and dropped, so that the client hears the answer instead of a broken connection.
 */
export const limitBody = (source: Readable): Readable => {
  let bytes = 0;
  const limited = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > bodyLimit) done(bodyTooLarge());
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
