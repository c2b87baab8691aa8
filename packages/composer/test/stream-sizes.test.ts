import { EventEmitter } from 'node:events';
import type { ComposerCommand } from '@roomcast/contract/composer/commands';
import type { TrackKind } from '@roomcast/contract/tracks';
import { layoutOptions } from '@roomcast/picture/layout/layout';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ComposerFeed, type FeedOptions } from '../../server/src/egress/ComposerFeed.ts';
import { buildScene } from '../src/compose/scene.ts';
import type { VideoFeed } from '../src/decode/video-feed.ts';
import { Inputs } from '../src/inputs/inputs.ts';
import { RtpReceiver } from '../src/rtp/receiver.ts';

const NOT_SHOWN = { width: 0, height: 0 };
const SOURCES = { video: 'camera', share: 'screen' } as const;

type Kind = keyof typeof SOURCES;

interface Person {
	readonly participantId: string;
	mode: 'SEND_AND_RECV' | 'SIGNALLING_ONLY';
	pin: { cam: boolean; share: boolean };
}

/** A session as the server's feed sees it, with people who come, share, are pinned and go. */
class FakeSession {
	readonly people: Person[] = [];
	readonly producers: FakeProducer[] = [];
	readonly events = new EventEmitter();
	readonly room = Object.assign(new EventEmitter(), {
		speaker: null,
		producers: this.producers,
		tap: () => ({ closed: false, consume: async (producer: FakeProducer) => producer.stream, close() {} }),
	});
	#made = 0;

	/** As `SessionHost`, as far as the feed uses it. */
	get host(): FeedOptions['host'] {
		const { people, room, events } = this;
		return Object.assign(events, {
			get participants() {
				return people;
			},
			participant: (id: string) => people.find(({ participantId }) => participantId === id),
			media: { room },
		}) as unknown as FeedOptions['host'];
	}

	join(mode: Person['mode']): void {
		const person = { participantId: `p${this.#made++}`, mode, pin: { cam: false, share: false } };
		this.people.push(person);
		this.events.emit('joined', person);
	}

	leave(person: Person): void {
		for (const kind of ['video', 'share'] as const) this.end(person, kind);
		// With the microphone, which closes first.
		this.room.emit('speaker', null);
		this.people.splice(this.people.indexOf(person), 1);
		this.events.emit('left', person);
	}

	pin(person: Person): void {
		person.pin = { cam: !person.pin.cam, share: false };
		this.events.emit('pinned', person);
	}

	send(person: Person, kind: Kind): void {
		if (person.mode !== 'SEND_AND_RECV' || this.#find(person, kind) !== undefined) return;
		const producer = new FakeProducer(person.participantId, kind, ++this.#made);
		this.producers.push(producer);
		this.room.emit('produced', producer);
	}

	end(person: Person, kind: Kind): void {
		const producer = this.#find(person, kind);
		if (producer === undefined) return;
		this.producers.splice(this.producers.indexOf(producer), 1);
		producer.closed = true;
		producer.observer.emit('close');
	}

	#find({ participantId }: Person, kind: Kind): FakeProducer | undefined {
		return this.producers.find(({ appData }) => appData.participantId === participantId && appData.kind === kind);
	}
}

class FakeProducer {
	readonly id: string;
	readonly appData: { readonly participantId: string; readonly kind: Kind };
	readonly paused = false;
	readonly observer = new EventEmitter();
	closed = false;
	/** For which size of tile the server takes its layer. */
	fitted: unknown;
	readonly stream: unknown;

	constructor(participantId: string, kind: Kind, number: number) {
		this.id = `producer-${number}`;
		this.appData = { participantId, kind };
		this.stream = {
			id: `track-${number}`,
			from: { address: '127.0.0.1', port: 9 },
			rtpParameters: {
				codecs: [{ mimeType: 'video/VP8', clockRate: 90_000, payloadType: 96 }],
				encodings: [{ ssrc: 1000 + number }],
				headerExtensions: [],
			},
			fit: async (size: unknown) => {
				this.fitted = size;
			},
			resume: async () => {},
			close() {},
		};
	}
}

const step = fc.record({
	what: fc.constantFrom('join', 'watch', 'leave', 'camera', 'camera off', 'share', 'unshare', 'pin'),
	who: fc.nat({ max: 20 }),
});
const config = fc.record({
	layout: fc.record({
		type: fc.constantFrom('GRID' as const, 'SPOTLIGHT' as const, 'SIDEBAR' as const),
		priority: fc.constantFrom('SPEAKER' as const, 'PIN' as const),
		gridSize: fc.integer({ min: 0, max: 6 }),
	}),
	orientation: fc.constantFrom('landscape' as const, 'portrait' as const),
});

let receiver: RtpReceiver;
beforeAll(async () => {
	receiver = await RtpReceiver.create({ address: '127.0.0.1', port: 0, maxWaitMs: 100 });
});
afterAll(() => receiver.close());

/** Lets what the feed awaits between stubs come to its end. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

function act(session: FakeSession, { what, who }: { what: string; who: number }): void {
	if (what === 'join' || what === 'watch') {
		session.join(what === 'join' ? 'SEND_AND_RECV' : 'SIGNALLING_ONLY');
		return;
	}
	const person = session.people[who % session.people.length];
	if (person === undefined) return;
	if (what === 'leave') session.leave(person);
	else if (what === 'pin') session.pin(person);
	else if (what === 'camera') session.send(person, 'video');
	else if (what === 'share') session.send(person, 'share');
	else session.end(person, what === 'unshare' ? 'share' : 'video');
}

test('the server takes each stream in the size of the tile that the composer gives it when its sender speaks', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 30 }), config, async (steps, composition) => {
			const session = new FakeSession();
			const inputs = new Inputs(receiver);
			const layout = layoutOptions(composition, false);
			const send = (command: ComposerCommand) => {
				if (command.type === 'addTrack') inputs.addTrack(command.track);
				if (command.type === 'removeTrack') inputs.removeTrack(command.trackId);
				if (command.type === 'participant') inputs.updateParticipant(command.participant);
			};
			const feed = new ComposerFeed({
				host: session.host,
				composer: { endpoint: { address: '127.0.0.1', port: 9 }, send } as unknown as FeedOptions['composer'],
				logger: { warn: expect.fail, error: expect.fail } as unknown as FeedOptions['logger'],
				wants: () => true,
				layout,
			});
			await feed.start();
			session.join('SEND_AND_RECV');
			for (const one of [{ what: 'camera', who: 0 }, ...steps]) {
				act(session, one);
				await settled();
				for (const { appData, fitted } of session.producers) {
					// As the composer draws it when that one speaks.
					session.room.emit('speaker', appData.participantId);
					const find = (id: string, kind: TrackKind) => inputs.track(id, kind) as unknown as VideoFeed | undefined;
					const tile = buildScene(inputs, layout, find).find(
						({ participantId, source }) => participantId === appData.participantId && source === SOURCES[appData.kind],
					);
					const { width, height } = tile?.rect ?? NOT_SHOWN;
					expect(fitted, `${appData.kind} of ${appData.participantId} after ${one.what}`).toEqual({ width, height });
				}
			}
			feed.close();
			inputs.close();
		}),
		{ numRuns: 60 },
	);
});
