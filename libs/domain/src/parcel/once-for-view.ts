import type { ParcelView } from './parcel-view.ts';

/** The same function, which answers without computing where it was asked of the same view before: rules ask many times an event. */
export function onceForView<View extends Partial<ParcelView>, Answer>(
  compute: (view: View) => Answer,
): (view: View) => Answer {
  const answers = new WeakMap<View, { readonly answer: Answer }>();
  return (view) => {
    const known = answers.get(view) ?? { answer: compute(view) };
    answers.set(view, known);
    return known.answer;
  };
}
