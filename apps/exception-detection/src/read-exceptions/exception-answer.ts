import type { StoredException } from '../persistence/exception-reader.store.ts';

/** An exception as the API answers it: the fields of `exception.opened` and how it stands. */
export type ExceptionAnswer = Omit<StoredException['data'], 'subjectId'> & {
  id: string;
  state: string;
  clearedAt: string | null;
  because: string | null;
};

export const exceptionAnswer = ({
  id,
  state,
  clearedAt,
  because,
  data,
}: StoredException): ExceptionAnswer => {
  const { subjectId: _subject, ...told } = data;
  return { id, ...told, state, clearedAt: clearedAt?.toISOString() ?? null, because };
};
