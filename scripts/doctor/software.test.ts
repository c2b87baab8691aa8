import { expect, it } from 'vitest';
import { setupContext } from '../setup/setup.mjs';
import { templateBrowserFinding } from './software.mjs';

const context = setupContext({ tests: true });

it('a browser that is named but missing is a note: a start needs none', () => {
	const env = { ...context.env, ROOMCAST_CHROMIUM: '/nowhere/chromium' };
	expect(templateBrowserFinding({ ...context, env })).toMatchObject({
		level: 'note',
		found: '/nowhere/chromium (ROOMCAST_CHROMIUM) is not a program',
	});
});

it('says which browser is used, and who named it', () => {
	const env = { ...context.env, ROOMCAST_CHROMIUM: process.execPath };
	expect(templateBrowserFinding({ ...context, env })).toEqual({
		level: 'good',
		what: 'browser of templates',
		found: `${process.versions.node} at ${process.execPath} (ROOMCAST_CHROMIUM)`,
	});
});
