import { RoomcastError } from '@roomcast/contract';
import { expect, it } from 'vitest';
import { BlamedError } from '../log/BlamedError.ts';
import { TargetRefused } from '../net/TargetGuard.ts';
import { blameOf } from './blameOf.ts';

const refused = new TargetRefused('no', { kind: 'template', host: 'host', address: undefined });
const dead = new Error('the composer died');

it.each([
	['a target that may not be called', refused, 'caller'],
	['the same as it is answered', new RoomcastError('VALIDATION_FAILED', 'no', { cause: refused }), 'caller'],
	['a server that does not take a livestream', new RoomcastError('INVALID_LIVESTREAM_CONFIG', 'no'), 'caller'],
	['a page that does not load', new BlamedError('caller', 'it was answered with 404'), 'caller'],
	['no Chromium', new BlamedError('operator', 'none'), 'operator'],
	['a full disk', Object.assign(new Error('write'), { code: 'ENOSPC' }), 'operator'],
	['a full disk, as a composer tells it', new Error('av_write_frame: No space left on device'), 'operator'],
	['a composer that died', dead, 'server'],
	['the same as it is answered', new RoomcastError('START_RECORDING_FAILED', 'no', { cause: dead }), 'server'],
	[
		'the same where a livestream ends by it',
		new RoomcastError('INVALID_LIVESTREAM_CONFIG', 'no', { cause: dead }),
		'server',
	],
	['a database that is away', new RoomcastError('DATABASE_UNAVAILABLE'), 'server'],
	['what is no error', 'text', 'server'],
])('%s', (_what, error, blame) => expect(blameOf(error)).toBe(blame));
