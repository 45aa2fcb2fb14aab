/**
 * An element. Texts become text nodes, so nothing that a sender wrote is ever read as markup.
 * `null`, `undefined` and `false` among the children are left away.
 */
export const h = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
};

/** Sets a custom property, by which the style sheet places a mark or sizes a bar. */
export const sized = (element, name, value) => {
  element.style.setProperty(name, String(value));
  return element;
};

/** A link to a view of this page, its state in the address. */
export const viewAddress = (view, parameters = {}) => {
  const query = new URLSearchParams(
    Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  ).toString();
  return `#/${view}${query && `?${query}`}`;
};
