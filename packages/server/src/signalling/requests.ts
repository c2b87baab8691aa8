import { type RequestData, type RequestName, type RequestReply, RoomcastError } from '@roomcast/contract';
import type { IceServersFor } from '../media/iceServersFor.ts';
import type { RequestTargets } from '../net/RequestTargets.ts';
import type { HostParticipant } from '../sessions/host/HostParticipant.ts';
import type { Seat } from '../sessions/host/SessionRegistry.ts';

/** A request that needs a seat in a session: everything but `join`, `resume`, `ask-entry` and `test-call`. */
export type SeatedRequest = Exclude<RequestName, 'join' | 'resume' | 'ask-entry' | 'test-call'>;

type Handlers = {
	[N in SeatedRequest]: (
		seat: Seat,
		data: RequestData<N>,
		context: RequestContext,
	) => Promise<RequestReply<N>> | RequestReply<N>;
};

/** A recording or a stream, asked for from within the call. */
export interface CaptureControl<N extends RequestName> {
	/** @returns the id of the capture, once it runs */
	startFromCall(seat: Seat, options: RequestData<N>): Promise<string>;
	stopFromCall(seat: Seat): Promise<void>;
}

/** What requests need in addition to their session. */
export interface RequestContext {
	readonly iceServers: IceServersFor;
	/** Looks at URLs before a request is handled. */
	readonly targets: RequestTargets;
	readonly recordings: CaptureControl<'start-recording'>;
	readonly livestreams: CaptureControl<'start-livestream'>;
	readonly hls: CaptureControl<'start-hls'>;
	readonly invitations: {
		create(seat: Seat, options: RequestData<'create-invitation'>): Promise<RequestReply<'create-invitation'>>;
	};
}

/** What each request does. Data is valid by the contract when it arrives here, and its sender may do it by the policy. */
export const HANDLERS: Handlers = {
	leave({ host, participant }) {
		host.leave(participant, 'MANUAL_LEAVE_CALLED');
		return {};
	},
	end({ host }) {
		host.moderation.end();
		return {};
	},
	async 'connect-transport'({ participant }, { transportId, dtlsParameters }) {
		await media(participant).connectTransport(transportId, dtlsParameters);
		return {};
	},
	async 'restart-ice'({ participant }, { transportId }, { iceServers }) {
		const iceParameters = await media(participant).restartIce(transportId);
		return { iceParameters, iceServers: iceServers(participant.participantId) };
	},
	async 'restart-media'({ host, participant }, _data, { iceServers }) {
		const offer = await participant.inTurn('media', async () => {
			await host.openMedia(participant);
			if (participant.gone) throw new RoomcastError('NOT_JOINED', 'restart-media');
			return host.mediaOffer(participant);
		});
		return { media: { iceServers: iceServers(participant.participantId), ...offer } };
	},
	async produce({ participant }, data) {
		return { producerId: await media(participant).produce(data) };
	},
	async 'pause-producer'({ participant }, { producerId }) {
		await media(participant).pauseProducer(producerId);
		return {};
	},
	async 'resume-producer'({ participant }, { producerId }) {
		await media(participant).resumeProducer(producerId);
		return {};
	},
	'close-producer'({ participant }, { producerId }) {
		media(participant).closeProducer(producerId);
		return {};
	},
	async 'resume-consumers'({ participant }, { consumerIds }) {
		await media(participant).resumeConsumers(consumerIds);
		return {};
	},
	async 'update-consumers'({ participant }, { consumers }) {
		await media(participant).updateConsumers(consumers);
		return {};
	},
	async 'respond-entry'({ host }, data) {
		await host.moderation.respondEntry(data);
		return {};
	},
	'create-invitation': (seat, options, { invitations }) => invitations.create(seat, options),
	async 'remove-participant'({ host }, { participantId }) {
		await host.moderation.remove(participantId);
		return {};
	},
	async 'set-participant-media'({ host, participant }, data) {
		await host.moderation.setMedia(participant, data);
		return {};
	},
	async 'change-mode'({ host, participant }, data) {
		await host.moderation.changeMode(participant, data);
		return {};
	},
	'set-pin'({ host, participant }, data) {
		host.moderation.pin(participant, data);
		return {};
	},
	publish: ({ host, participant }, data) => host.pubSub.publish(participant, data),
	// In turn: what one participant reads at a time is bounded.
	subscribe: ({ host, participant }, data) =>
		participant.inTurn('messages', () => host.pubSub.subscribe(participant, data)),
	unsubscribe({ host, participant }, { topic }) {
		host.pubSub.unsubscribe(participant, topic);
		return {};
	},
	'store-set'({ host, participant }, { key, value }) {
		host.store.set(key, value, participant);
		return {};
	},
	'store-get': ({ host }, { key }) => ({ value: host.store.get(key) }),
	'store-observe': ({ host, participant }, { key }) => ({ value: host.store.observe(key, participant) }),
	'store-unobserve'({ host, participant }, { key }) {
		host.store.unobserve(key, participant);
		return {};
	},
	'start-recording': async (seat, options, { recordings }) => ({ id: await recordings.startFromCall(seat, options) }),
	async 'stop-recording'(seat, _data, { recordings }) {
		await recordings.stopFromCall(seat);
		return {};
	},
	'start-livestream': async (seat, options, { livestreams }) => ({
		id: await livestreams.startFromCall(seat, options),
	}),
	async 'stop-livestream'(seat, _data, { livestreams }) {
		await livestreams.stopFromCall(seat);
		return {};
	},
	'start-hls': async (seat, options, { hls }) => ({ id: await hls.startFromCall(seat, options) }),
	async 'stop-hls'(seat, _data, { hls }) {
		await hls.stopFromCall(seat);
		return {};
	},
	async 'produce-data'({ participant }, data) {
		return { dataProducerId: await media(participant).produceData(data) };
	},
};

function media(participant: HostParticipant) {
	if (participant.media === undefined || participant.media.closed) {
		throw new RoomcastError('MEDIA_NOT_AVAILABLE', 'the media of this participant is closed; send `restart-media`');
	}
	return participant.media;
}
