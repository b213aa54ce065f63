// Elements of the page. What people typed is put into text nodes only.

export function byId(id) {
  return document.getElementById(id);
}

/** @param children elements, or text */
export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  made.append(...children);
  return made;
}

/** Sets a text only if it differs, so that the browser lays out nothing anew. */
export function setText(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/** An SVG element has the attribute but not the property `hidden`. */
export function setShown(target, isShown) {
  if (target.hasAttribute('hidden') === isShown) {
    target.toggleAttribute('hidden', !isShown);
  }
}

/** An SVG picture of one path. */
export function icon(path) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  const drawn = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  drawn.setAttribute('d', path);
  svg.append(drawn);
  return svg;
}
