/** Largest body of a request, in bytes, where a route does not say otherwise. */
export const MAX_BODY = 16 * 1024;
