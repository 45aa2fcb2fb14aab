import { finished, Transform, type Readable } from 'node:stream';
import { mebibyte, tooLarge } from '@landfall/service-kit';

/** Of a body that is too long: whoever sends more of it is answered while he sends, and may not hear it. */
const mostDropped = 64 * mebibyte;

/** @param limit in bytes */
const bodyTooLarge = (limit: number) => tooLarge(`A body may have ${limit / mebibyte} MiB at most.`);

/** Fails with the 413 problem once the rest of a body is read and dropped: its client hears the answer, not a broken connection. */
export const refuseBody = async (rest: Readable, limit: number): Promise<never> => {
  await new Promise<void>((resolve) => {
    let bytes = 0;
    rest.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostDropped) resolve();
    });
    finished(rest, { writable: false }, () => resolve());
    rest.resume();
  });
  throw bodyTooLarge(limit);
};

/** The same bytes, until there are too many: then the stream fails as `refuseBody` does. */
export const limitBody = (source: Readable, limit: number): Readable => {
  let bytes = 0;
  const limited = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= limit) return done(null, chunk);
      source.unpipe(limited);
      refuseBody(source, limit).catch(done);
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
