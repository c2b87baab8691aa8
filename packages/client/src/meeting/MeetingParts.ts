import { Encryption } from '../e2ee/Encryption.ts';
import type { ExternalE2EEKeyProvider } from '../e2ee/ExternalE2EEKeyProvider.ts';
import { LocalMedia } from '../local/LocalMedia.ts';
import { MicrophoneControl } from '../local/MicrophoneControl.ts';
import { ScreenControl } from '../local/ScreenControl.ts';
import { WebcamControl } from '../local/WebcamControl.ts';
import { MediaEngine } from '../media/MediaEngine.ts';
import type { OrderedDevice } from '../moderation/MediaOrders.ts';
import { Moderator } from '../moderation/Moderator.ts';
import { Participant, type ParticipantControl } from '../participants/Participant.ts';
import { Roster } from '../participants/Roster.ts';
import { type ByteSample, readTransportStats } from '../participants/stats.ts';
import type { Request } from '../signalling/Connection.ts';
import { Consumption } from '../subscription/Consumption.ts';
import { ReceivedLayers } from '../subscription/ReceivedLayers.ts';
import { SubscriptionManager } from '../subscription/SubscriptionManager.ts';
import type { MeetingSettings } from './options.ts';

/** The managers of one meeting. None knows the meeting: they are fed, and tell what happened by events. */
export interface MeetingParts {
	/** Null where media is not end-to-end encrypted. */
	readonly encryption: Encryption | null;
	readonly media: MediaEngine;
	readonly roster: Roster;
	readonly subscriptions: SubscriptionManager;
	readonly consumption: Consumption;
	readonly layers: ReceivedLayers;
	readonly local: LocalMedia;
	readonly localParticipant: Participant;
	readonly microphone: MicrophoneControl;
	readonly webcam: WebcamControl;
	readonly screen: ScreenControl;
	readonly moderator: Moderator;
	/** Microphone and camera, as moderators order them. */
	readonly devices: Readonly<Record<'mic' | 'webcam', OrderedDevice>>;
}

/**
 * Makes the managers and connects what belongs together.
 *
 * @param keyProvider has the keys of an end-to-end encrypted meeting
 * @throws MeetingError 3068 for one in a browser that does not let pages encrypt
 */
export function createParts(
	settings: MeetingSettings,
	participantId: string,
	request: Request,
	keyProvider?: ExternalE2EEKeyProvider,
): MeetingParts {
	const encryption = keyProvider ? new Encryption(keyProvider) : null;
	const media = new MediaEngine(request, settings, encryption && { encryption, ownId: () => localParticipant.id });
	const subscriptions = new SubscriptionManager(request, () => globalThis.devicePixelRatio || 1);
	const layers = new ReceivedLayers();
	const bytes = new Map<string, ByteSample>();
	const moderator = new Moderator(request);
	const control: ParticipantControl = {
		moderator,
		setOwnMedia: (kind, enabled) => (enabled ? devices[kind].turnOn() : devices[kind].turnOff()),
		setViewPort: (id, kind, viewer, width, height) => subscriptions.setViewPort(id, kind, viewer, width, height),
		setQuality: (id, kind, quality) => subscriptions.setQuality(id, kind, quality),
		setConsumed: (id, kind, consumed) => consumption.setConsumed(id, kind, consumed),
		layers: (id, kind) => layers.of(consumption.consumerOf(id, kind)),
		getTransportStats: async () => {
			const [send, receive] = await Promise.all([media.sendTransport?.getStats(), media.recvTransport?.getStats()]);
			return send || receive ? readTransportStats({ send: send ?? null, receive: receive ?? null }, bytes) : null;
		},
	};
	const roster = new Roster(control);
	const consumption = new Consumption(media, roster, subscriptions, settings.autoConsume);
	const local = new LocalMedia(media, request);
	const { name = '', mode, metaData } = settings;
	local.handleSends(mode === 'SEND_AND_RECV');
	const localParticipant = new Participant(
		{ id: participantId, displayName: name, mode, metaData, local: true },
		control,
	);
	encryption?.on('state', ({ participantId: id, kind, state }) => {
		const participant = id === localParticipant.id ? localParticipant : roster.participants.get(id);
		participant?.emit('e2ee-state-change', { kind, state });
	});
	local.on('enabled', (stream) => {
		localParticipant.handleStatus(stream.kind, true);
		localParticipant.handleEnabled(stream);
	});
	local.on('disabled', (stream) => {
		localParticipant.handleStatus(stream.kind, false);
		localParticipant.handleDisabled(stream);
	});
	media.on('consumer', (info, consumer) =>
		roster.handleConsumer(info, consumer, {
			pause: () => subscriptions.setPaused(info.participantId, info.kind, 'stream', true),
			resume: () => subscriptions.setPaused(info.participantId, info.kind, 'stream', false),
		}),
	);
	media.on('consumer-closed', (info) => {
		roster.handleConsumerClosed(info);
		layers.handleGone(info.id);
	});
	const webcam = new WebcamControl(local, {
		encoderConfig: settings.maxResolution === 'hd' ? 'h720p_w1280p' : 'h360p_w640p',
		multiStream: settings.multiStream,
		...(settings.facingMode ? { facingMode: settings.facingMode } : {}),
	});
	const microphone = new MicrophoneControl(local);
	const devices = {
		mic: { turnOn: () => microphone.unmute(), turnOff: () => microphone.mute() },
		webcam: { turnOn: () => webcam.enable(), turnOff: () => webcam.disable() },
	};
	return {
		encryption,
		media,
		roster,
		subscriptions,
		consumption,
		layers,
		local,
		localParticipant,
		microphone,
		webcam,
		screen: new ScreenControl(local),
		moderator,
		devices,
	};
}
