import { version } from 'mediasoup';

/** Nodes use each other's workers only where these are the same: mediasoup's messages to a worker change with its version. */
export const WORKER_VERSION = version;
