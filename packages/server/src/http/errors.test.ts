import { declareEndpoints, RoomcastError } from '@roomcast/contract';
import Fastify from 'fastify';
import { Type } from 'typebox';
import { expect, it } from 'vitest';
import type { App } from './App.ts';
import { errorHandler } from './errors.ts';
import { implement } from './implement.ts';

const ENDPOINTS = declareEndpoints('Rooms', {
	find: {
		method: 'GET',
		path: '/:what',
		action: 'open',
		title: 'Find something',
		text: 'Finds nothing.',
		params: Type.Object({ what: Type.String() }),
		answer: Type.String(),
		errors: ['ROOM_NOT_VALID'],
	},
});

it.each([
	['an error that the endpoint declares', 'ROOM_NOT_VALID', 'ROOM_NOT_VALID'],
	['an error that any request can get', 'SHUTTING_DOWN', 'SHUTTING_DOWN'],
	['an error that it does not declare', 'SESSION_NOT_FOUND', 'SOMETHING_WENT_WRONG'],
] as const)('%s is answered, or found to be a mistake', async (_what, thrown, answered) => {
	const app = Fastify() as unknown as App;
	app.decorate('security', { refused() {} } as never);
	const undeclared: Error[] = [];
	app.setErrorHandler(
		errorHandler((error) => {
			undeclared.push(error);
			throw error;
		}),
	);
	implement(app, ENDPOINTS, {
		find: () => {
			throw new RoomcastError(thrown);
		},
	});
	const answer = await app.inject('/something');
	expect(answer.json()).toMatchObject({ errorCode: answered });
	expect(undeclared.map(({ message }) => message)).toEqual(
		thrown === answered ? [] : ['GET /:what answers SESSION_NOT_FOUND, which it does not declare'],
	);
	await app.close();
});
