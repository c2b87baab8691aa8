import type { ConsumerInfo } from '@roomcast/contract/signalling/media';
import { FakeMediaStreamTrack } from 'fake-mediastreamtrack';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { person } from '../testing/offers.ts';
import type { ParticipantControl } from './Participant.ts';
import { Roster } from './Roster.ts';

let roster: Roster;
let told: string[];

beforeEach(() => {
	vi.useFakeTimers();
	told = [];
	roster = new Roster({} as ParticipantControl);
	roster.on('joined', (participant) => {
		told.push(`joined ${participant.id}`);
		participant.on('stream-enabled', ({ kind }) => told.push(`enabled ${participant.id} ${kind}`));
		participant.on('stream-disabled', ({ kind }) => told.push(`disabled ${participant.id} ${kind}`));
		participant.on('media-status-changed', ({ kind, newStatus }) =>
			told.push(`status ${participant.id} ${kind} ${newStatus}`),
		);
	});
	roster.on('left', (participant, { message }) => told.push(`left ${participant.id} ${message}`));
	return () => vi.useRealTimers();
});

const camera = (producerId: string, paused = false) => ({
	producerId,
	kind: 'video' as const,
	codec: 'video/VP8',
	paused,
});

function receive(participantId: string, producerId: string, id = `c-${producerId}`): ConsumerInfo {
	const info: ConsumerInfo = {
		id,
		producerId,
		participantId,
		kind: 'video',
		rtpParameters: { codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }] },
		type: 'simulcast',
		producerPaused: false,
		paused: false,
	};
	const track = new FakeMediaStreamTrack({ kind: 'video' });
	const control = { pause: async () => {}, resume: async () => {} };
	roster.handleConsumer(info, { track, getStats: async () => new Map() as unknown as RTCStatsReport }, control);
	return info;
}

describe('Roster', () => {
	it('enables a stream when it is sent and received, and disables it while it is muted', () => {
		roster.handleJoined(person('ann'));
		roster.handleStreamAdded('ann', camera('p1'));
		expect(told).toEqual(['joined ann', 'status ann video true']);
		receive('ann', 'p1');
		roster.handleStreamPaused('ann', 'p1', true);
		roster.handleStreamPaused('ann', 'p1', false);
		roster.handleStreamRemoved('ann', 'p1');
		expect(told.slice(2)).toEqual([
			'enabled ann video',
			'status ann video false',
			'disabled ann video',
			'status ann video true',
			'enabled ann video',
			'status ann video false',
			'disabled ann video',
		]);
	});

	it('ends a stream when its consumer closes, but not when an older one does', () => {
		roster.handleJoined(person('ann', camera('p1')));
		const first = receive('ann', 'p1', 'c1');
		const second = receive('ann', 'p1', 'c2');
		told.length = 0;
		roster.handleConsumerClosed(first);
		expect(told).toEqual([]);
		roster.handleConsumerClosed(second);
		expect(told).toEqual(['disabled ann video']);
		expect(roster.participants.get('ann')?.webcamOn).toBe(true);
	});

	it('shows nothing that is not wanted, but knows that it is sent', () => {
		roster.handleJoined(person('ann', camera('p1')));
		roster.setWanted('ann', 'video', false);
		receive('ann', 'p1');
		expect(told).not.toContain('enabled ann video');
		expect(roster.participants.get('ann')?.webcamOn).toBe(true);
		roster.setWanted('ann', 'video', true);
		expect(told).toContain('enabled ann video');
	});

	it('reports only differences at a second snapshot', () => {
		roster.handleSnapshot([person('ann', camera('p1')), person('bob')]);
		const ann = roster.participants.get('ann');
		told.length = 0;
		roster.handleSnapshot([person('ann', camera('p2')), person('bob'), person('cec')]);
		expect(told).toEqual(['joined cec']);
		expect(roster.participants.get('ann')).toBe(ann);
	});

	it('gives those who are missing at a second snapshot time to come back', () => {
		roster.handleSnapshot([person('ann'), person('bob')]);
		told.length = 0;
		roster.handleSnapshot([]);
		vi.advanceTimersByTime(4000);
		roster.handleJoined(person('bob'));
		vi.advanceTimersByTime(4000);
		expect(told).toEqual(['left ann WEBSOCKET_DISCONNECTED']);
	});

	it('keeps statuses for a moment when all media is lost', () => {
		roster.handleJoined(person('ann', camera('p1')));
		const info = receive('ann', 'p1');
		told.length = 0;
		roster.handleMediaLost();
		roster.handleConsumerClosed(info);
		expect(told).toEqual(['disabled ann video']);
		vi.advanceTimersByTime(2000);
		receive('ann', 'p2');
		expect(told).toEqual(['disabled ann video', 'enabled ann video']);
		vi.advanceTimersByTime(5000);
		expect(roster.participants.get('ann')?.webcamOn).toBe(true);
	});

	it('drops statuses of what does not come back', () => {
		roster.handleJoined(person('ann', camera('p1')));
		roster.handleMediaLost();
		vi.advanceTimersByTime(2900);
		expect(roster.participants.get('ann')?.webcamOn).toBe(true);
		vi.advanceTimersByTime(200);
		expect(roster.participants.get('ann')?.webcamOn).toBe(false);
	});
});
