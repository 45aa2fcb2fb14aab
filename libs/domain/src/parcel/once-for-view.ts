import type { ParcelView } from './parcel-view.ts';

/** The same function, which answers without computing where the view is the one that it was asked of last: rules ask many times an event. */
export function onceForView<View extends Partial<ParcelView>, Answer>(
  compute: (view: View) => Answer,
): (view: View) => Answer {
  let last: { readonly view: View; readonly answer: Answer } | undefined;
  return (view) => {
    if (last?.view !== view) last = { view, answer: compute(view) };
    return last.answer;
  };
}
