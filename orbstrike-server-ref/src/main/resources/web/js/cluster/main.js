import { ClusterView } from './cluster-view.js';

const view = new ClusterView();
view.start();

/** What the page knows, for tests and for the curious. Nothing here changes anything. */
globalThis.orbstrike = Object.freeze({ facts: () => view.facts() });
