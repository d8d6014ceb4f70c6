/** Where the server has its root, as a path with a slash at its end: the page stands there, also beneath a path of a proxy's. */
export const folder = new URL('.', document.baseURI).pathname;
