/** Name and version that the server sees. */
export const SDK_NAME = '@roomcast/client/0.1.0';
