import { describe, expect, it } from 'vitest';
import { participantIdFor } from '../identity/participantId.ts';
import { type MeetingOptions, meetingSettings } from './options.ts';

describe('meetingSettings', () => {
	it('fills in what is not given', () => {
		expect(meetingSettings({ meetingId: 'abcd-efgh-ijkl' })).toEqual({
			roomId: 'abcd-efgh-ijkl',
			participantId: undefined,
			name: undefined,
			micEnabled: false,
			webcamEnabled: false,
			maxResolution: 'hd',
			multiStream: true,
			customCamera: undefined,
			customMicrophone: undefined,
			autoConsume: true,
			preferredProtocol: 'UDP_OVER_TCP',
			mode: 'SEND_AND_RECV',
			metaData: {},
			facingMode: undefined,
			iceTransportPolicy: 'all',
		});
	});

	it('knows the old names of modes and cameras', () => {
		expect(meetingSettings({ meetingId: 'a', mode: 'CONFERENCE', defaultCamera: 'back' })).toMatchObject({
			mode: 'SEND_AND_RECV',
			facingMode: 'environment',
		});
		expect(meetingSettings({ meetingId: 'a', mode: 'VIEWER' }).mode).toBe('SIGNALLING_ONLY');
	});

	it.each([
		[{}, 3073],
		[{ meetingId: '' }, 3073],
		[{ meetingId: 'a', mode: 'LURK' }, 3067],
		[{ meetingId: 'a', metaData: ['x'] }, 3073],
		[{ meetingId: 'a', preferredProtocol: 'SCTP' }, 3073],
	])('refuses %j with %i', (options, code) => {
		expect(() => meetingSettings(options as unknown as MeetingOptions)).toThrow(expect.objectContaining({ code }));
	});
});

describe('participantIdFor', () => {
	const token = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`;

	it('takes the given id, else the one of the token, else a random one', () => {
		expect(participantIdFor('me', token({ participantId: 'ann' }))).toBe('me');
		expect(participantIdFor(undefined, token({ participantId: 'ann', name: 'Ünïcødé ÿÿÿ' }))).toBe('ann');
		const random = [participantIdFor(undefined, token({})), participantIdFor(undefined, 'no token')];
		for (const id of random) expect(id).toMatch(/^[a-z0-9]{20}$/);
		expect(random[0]).not.toBe(random[1]);
	});
});
