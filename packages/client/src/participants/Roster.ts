import type { ConsumerInfo } from '@roomcast/contract/signalling/media';
import type { ParticipantInfo, StreamInfo } from '@roomcast/contract/signalling/participant';
import { leaveReason } from '../constants/leaveReasons.ts';
import type { LeaveReason, StreamKind } from '../contract/types.ts';
import { Emitter } from '../events/Emitter.ts';
import { Participant, type ParticipantControl } from './Participant.ts';
import { type RemoteMedia, RemoteStreams } from './RemoteStreams.ts';
import type { StreamControl } from './Stream.ts';

/** Events of a {@link Roster}. */
export interface RosterEvents {
	joined: [Participant];
	left: [Participant, LeaveReason];
	/** Whether a participant sends a kind of stream. */
	status: [participantId: string, kind: StreamKind, on: boolean];
}

/**
 * How long somebody who is missing after a session had to be joined again may take to come back, in ms: after a restart
 * of the server everybody does, each a little later.
 */
const RETURN = 5000;

interface Entry {
	readonly participant: Participant;
	readonly streams: RemoteStreams;
	/** Set while they are missing. */
	missing?: ReturnType<typeof setTimeout>;
}

/** The remote participants. Fed by what the server says; tells who came and went. */
export class Roster extends Emitter<RosterEvents> {
	/** Remote participants by id: `meeting.participants`. */
	readonly participants = new Map<string, Participant>();
	readonly #entries = new Map<string, Entry>();
	readonly #control: ParticipantControl;

	constructor(control: ParticipantControl) {
		super();
		this.#control = control;
	}

	/** The participants at a join; a second join reports only differences. */
	handleSnapshot(infos: ParticipantInfo[]): void {
		for (const info of infos) this.handleJoined(info);
		const present = new Set(infos.map(({ participantId }) => participantId));
		for (const [id, entry] of this.#entries) {
			if (present.has(id)) continue;
			entry.streams.handleMediaLost();
			clearTimeout(entry.missing);
			entry.missing = setTimeout(() => this.handleLeft(id, leaveReason('WEBSOCKET_DISCONNECTED')), RETURN);
		}
	}

	handleJoined(info: ParticipantInfo): void {
		const { participantId: id, displayName, mode, metaData } = info;
		const description = { id, displayName, mode, metaData, local: false };
		const known = this.#entries.get(id);
		if (known) {
			clearTimeout(known.missing);
			known.participant.handleDescription(description);
			known.participant.handlePin(info.pin);
			known.streams.handleSnapshot(info.streams);
			return;
		}
		const participant = new Participant(description, this.#control);
		participant.handlePin(info.pin);
		const streams = new RemoteStreams(participant);
		participant.on('media-status-changed', ({ kind, newStatus }) => this.emit('status', id, kind, newStatus));
		this.#entries.set(id, { participant, streams });
		this.participants.set(id, participant);
		this.emit('joined', participant);
		streams.handleSnapshot(info.streams);
	}

	handleLeft(id: string, reason: LeaveReason): void {
		const entry = this.#entries.get(id);
		if (!entry) return;
		clearTimeout(entry.missing);
		entry.streams.close();
		this.#entries.delete(id);
		this.participants.delete(id);
		this.emit('left', entry.participant, reason);
	}

	/** We left the session of all of them. */
	handleSessionLeft(reason: LeaveReason): void {
		for (const id of [...this.#entries.keys()]) this.handleLeft(id, reason);
	}

	handleStreamAdded(id: string, stream: StreamInfo): void {
		this.#entries.get(id)?.streams.handleAdded(stream);
	}

	handleStreamRemoved(id: string, producerId: string): void {
		this.#entries.get(id)?.streams.handleRemoved(producerId);
	}

	handleStreamPaused(id: string, producerId: string, paused: boolean): void {
		this.#entries.get(id)?.streams.handlePaused(producerId, paused);
	}

	handleConsumer(info: ConsumerInfo, media: RemoteMedia, control: Omit<StreamControl, 'getStats'>): void {
		this.#entries.get(info.participantId)?.streams.handleConsumer(info, media, control);
	}

	handleConsumerClosed(info: ConsumerInfo): void {
		this.#entries.get(info.participantId)?.streams.handleConsumerClosed(info.producerId, info.id);
	}

	/** Every stream is gone at once and will come back. */
	handleMediaLost(): void {
		for (const { streams } of this.#entries.values()) streams.handleMediaLost();
	}

	setWanted(id: string, kind: StreamKind, wanted: boolean): void {
		this.#entries.get(id)?.streams.setWanted(kind, wanted);
	}

	/** The meeting is over for us. Emits no events about the others, who have not left. */
	close(): void {
		for (const { streams, missing } of this.#entries.values()) {
			clearTimeout(missing);
			streams.close();
		}
		this.#entries.clear();
		this.participants.clear();
	}
}
