import { v5 } from 'uuid';

const namespace = '6f1d9d1e-5a0c-5c6b-9a55-5b8d2f0f7a11';

/** UUIDv5 of the parts, in order; the same parts give the same id on every machine and in every run. */
export const deterministicId = (...parts: (string | number)[]): string =>
  v5(JSON.stringify(parts), namespace);
