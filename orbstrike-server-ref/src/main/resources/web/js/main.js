import { App } from './app.js';

const app = new App();
app.start();

/** What the page knows, for tests and for the curious. Nothing here changes anything. */
globalThis.orbstrike = Object.freeze({ facts: () => app.facts() });
