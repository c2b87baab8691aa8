import { RoomcastError } from '@roomcast/contract';
import { expect, it } from 'vitest';
import { BlamedError } from '../log/BlamedError.ts';
import { DiskShortage } from '../storage/DiskSpace.ts';
import { reasonCodeOf } from './reasonCodeOf.ts';

const noSpace = Object.assign(new Error('write'), { code: 'ENOSPC' });

it.each([
	[new RoomcastError('INVALID_LIVESTREAM_CONFIG', 'no', { reasonCode: 'TARGET_REFUSED' }), 'TARGET_REFUSED'],
	[new DiskShortage('the disk is nearly full'), 'DISK_FULL'],
	[new Error('it could not be written', { cause: noSpace }), 'DISK_FULL'],
	[new Error('it could not be written: ENOSPC: no space left on device, write'), 'DISK_FULL'],
	[new BlamedError('caller', 'the page does not load'), 'OTHER'],
	[undefined, 'OTHER'],
] as const)('says for programs why %s ended a stream', (error, code) => {
	expect(reasonCodeOf(error)).toBe(code);
});
