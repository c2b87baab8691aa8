import type { Plugin } from 'vite';

/** Test doubles that mediasoup-client exports beside what it is for, and that bundlers cannot leave out of its CommonJS. */
const FAKES = ['/mediasoup-client/lib/handlers/FakeHandler.js', '/mediasoup-client/lib/test/fakeParameters.js'];

/** Leaves the test doubles of mediasoup-client out: 6 kB gzipped that no call uses. */
export const withoutFakes: Plugin = {
	name: 'without-fakes',
	enforce: 'pre',
	load: (id) => (FAKES.some((path) => id.endsWith(path)) ? 'module.exports = {};' : null),
};
