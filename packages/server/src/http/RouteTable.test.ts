import Fastify from 'fastify';
import { expect, it } from 'vitest';
import type { App } from './App.ts';
import { RouteTable } from './RouteTable.ts';

it('knows the methods of a path, with parameters and without regard to slashes at its end', async () => {
	const app = Fastify() as unknown as App;
	const table = new RouteTable(app);
	app.get('/rooms', async () => '');
	app.post('/rooms', async () => '');
	app.get('/rooms/:id', async () => '');
	app.get('/*', async () => '');
	await app.ready();
	expect(table.methodsOf('/rooms')).toEqual(['GET', 'HEAD', 'POST']);
	expect(table.methodsOf('/rooms/')).toEqual(['GET', 'HEAD', 'POST']);
	expect(table.methodsOf('/rooms/abc')).toEqual(['GET', 'HEAD']);
	expect(table.methodsOf('/rooms/abc/more')).toEqual([]);
	expect(table.methodsOf('/file')).toEqual([]);
	await app.close();
});
