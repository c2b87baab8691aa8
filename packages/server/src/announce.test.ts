import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { announcement } from './announce.ts';

const said = (welcomeRoomId: string | undefined, host: string) =>
	stripVTControlCharacters(announcement({ url: 'http://localhost:8080', welcomeRoomId }, host));

it('says in development mode who may use the server, and how others reach one that listens on loopback', () => {
	expect(said('welcome', '127.0.0.1')).toContain('It listens on 127.0.0.1, for this machine alone.');
	expect(said('welcome', '::1')).toContain('ROOMCAST_HOST=0.0.0.0');
	expect(said('welcome', '0.0.0.0')).toContain('everybody who reaches this server may use it');
	expect(said('welcome', '0.0.0.0')).not.toContain('ROOMCAST_HOST');
	expect(said(undefined, '127.0.0.1')).not.toContain('ROOMCAST_HOST');
});
