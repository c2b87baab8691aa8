export { freePort } from '../../packages/server/test/support/environment.ts';
export { freePortRange } from '../../packages/server/test/support/freePortRange.ts';
