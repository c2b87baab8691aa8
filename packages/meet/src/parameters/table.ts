import type {
	CameraEncoderConfig,
	MicrophoneEncoderConfig,
	OptimizationMode,
	PreferredProtocol,
	ScreenEncoderConfig,
} from '@roomcast/client';
import { MAX_GRID_SIZE } from '@roomcast/contract/rest/compositionDefaults';
import { CAMERA_RESOLUTIONS, MICROPHONE_QUALITIES, SCREEN_RESOLUTIONS } from './mediaProfiles.ts';
import { boolean, integer, linkTo, type Mode, mode, oneOf, type Reader, text } from './readers.ts';

/** One query parameter: how its value is read, what holds without it, and what it does. */
export interface Parameter<T> {
	readonly read: Reader<T>;
	readonly fallback: T;
	readonly description: string;
}

const parameter = <T>(read: Reader<T>, fallback: T, description: string): Parameter<T> => ({
	read,
	fallback,
	description,
});

export const THEMES = ['DARK', 'LIGHT', 'DEFAULT'] as const;
export type Theme = (typeof THEMES)[number];

export const LAYOUTS = ['AUTO', 'GRID', 'SIDEBAR', 'SPOTLIGHT'] as const;
export type Layout = (typeof LAYOUTS)[number];

export const LAYOUT_PRIORITIES = ['SPEAKER', 'PIN'] as const;
export type LayoutPriority = (typeof LAYOUT_PRIORITIES)[number];

/** What a picture is for: sharp letters, smooth motion, or fine detail. */
const OPTIMIZATIONS = ['text', 'motion', 'detail'] as const;

/**
 * Every query parameter of the page, with the names of VideoSDK's prebuilt page. `docs/meet.md` has a row for each and
 * a test fails when it has not.
 */
export const PARAMETERS = {
	token: parameter<string | undefined>(text(8192), undefined, 'Token to join with. A development server creates one.'),
	meetingId: parameter<string | undefined>(text(128), undefined, 'The room, if the path does not name it.'),
	// Which ids there are the server says: a link for somebody makes nobody somebody else.
	participantId: parameter<string | undefined>(text(8192), undefined, 'Join as this participant.'),
	name: parameter(text(64), '', 'Name that the others see; by default the last one used.'),
	joinScreenEnabled: parameter(boolean, true, 'Show the join screen.'),
	joinScreenTitle: parameter<string | undefined>(text(120), undefined, 'Heading of the join screen.'),
	joinWithoutUserInteraction: parameter(boolean, false, 'Join at once. Overrides `joinScreenEnabled`.'),
	micEnabled: parameter(boolean, true, 'Start with the microphone on.'),
	webcamEnabled: parameter(boolean, true, 'Start with the camera on.'),
	cameraId: parameter<string | undefined>(text(256), undefined, 'Device id of the camera to start with.'),
	maxResolution: parameter<'hd' | 'sd'>(
		oneOf(['hd', 'sd']),
		'hd',
		'Largest size of the camera: 1280 × 720 or 640 × 360.',
	),
	cameraResolution: parameter<CameraEncoderConfig | undefined>(
		oneOf(CAMERA_RESOLUTIONS),
		undefined,
		'Size, frame rate and bitrate of the camera. Overrides `maxResolution`.',
	),
	cameraMultiStream: parameter(boolean, true, 'Send the camera in several sizes.'),
	cameraOptimizationMode: parameter<OptimizationMode | undefined>(
		oneOf(OPTIMIZATIONS),
		undefined,
		'What to optimize the camera for.',
	),
	screenShareResolution: parameter<ScreenEncoderConfig>(
		oneOf(SCREEN_RESOLUTIONS),
		'h720p_15fps',
		'Size, frame rate and bitrate of a shared screen.',
	),
	screenShareOptimizationMode: parameter<OptimizationMode>(
		oneOf(OPTIMIZATIONS),
		'detail',
		'What to optimize a shared screen for.',
	),
	micQuality: parameter<MicrophoneEncoderConfig>(
		oneOf(MICROPHONE_QUALITIES),
		'speech_standard',
		'Bitrate and channels of the microphone.',
	),
	preferredProtocol: parameter<PreferredProtocol>(
		oneOf(['UDP_OVER_TCP', 'UDP_ONLY', 'TCP_ONLY']),
		'UDP_OVER_TCP',
		'Which addresses of the server to use for media.',
	),
	maintainVideoAspectRatio: parameter(boolean, false, 'Show whole pictures instead of filling the tiles.'),
	mode: parameter<Mode>(mode, 'SEND_AND_RECV', '`RECV_ONLY` watches without sending.'),
	theme: parameter<Theme>(oneOf(THEMES), 'DEFAULT', 'Colours; `DEFAULT` follows the system.'),
	layoutType: parameter<Layout>(oneOf(LAYOUTS), 'AUTO', 'Layout to start with.'),
	layoutGridSize: parameter(integer(1, MAX_GRID_SIZE), MAX_GRID_SIZE, 'Most tiles on one page of the grid.'),
	layoutPriority: parameter<LayoutPriority>(
		oneOf(LAYOUT_PRIORITIES),
		'PIN',
		'Who gets the large tile: with `PIN` the participant pinned for everybody, or else the speaker; with `SPEAKER` the speaker.',
	),
	sideStackSize: parameter<number | undefined>(
		integer(1, 25),
		undefined,
		'Most tiles in the strip next to the large tile.',
	),
	meetingLayoutTopic: parameter<string | undefined>(text(128), undefined, 'Topic of messages that change the layout.'),
	isRecorder: parameter(boolean, false, 'Show only the call, for a recording or a stream.'),
	hideLocalParticipant: parameter(boolean, false, 'Hide your own tile.'),
	reduceEdgeSpacing: parameter(boolean, false, 'Start the tiles at the edge of the window.'),
	canPin: parameter(boolean, true, 'Offer to pin participants and screens.'),
	askJoin: parameter(
		boolean,
		false,
		'Show “Ask to join” on the join screen. The token decides whether somebody has to ask.',
	),
	waitingScreenText: parameter<string | undefined>(text(200), undefined, 'Heading while waiting to be let in.'),
	waitingScreenImageUrl: parameter<string | undefined>(
		linkTo(['https:', 'http:']),
		undefined,
		'Picture while waiting to be let in.',
	),
	chatEnabled: parameter(boolean, true, 'Offer the chat.'),
	participantTabPanelEnabled: parameter(boolean, true, 'Offer the list of participants.'),
	participantCanToggleOtherMic: parameter(
		boolean,
		true,
		'Offer holders of `allow_mod` to mute others and ask them to unmute.',
	),
	participantCanToggleOtherWebcam: parameter(boolean, true, 'Offer holders of `allow_mod` the cameras of others.'),
	participantCanToggleOtherMode: parameter(
		boolean,
		true,
		'Offer holders of `allow_mod` to move others to the audience and back.',
	),
	canRemoveOtherParticipant: parameter(boolean, true, 'Offer holders of `allow_mod` to remove others.'),
	screenShareEnabled: parameter(boolean, true, 'Offer screen sharing.'),
	recordingEnabled: parameter(boolean, true, 'Offer recording to holders of `allow_join` or `allow_mod`.'),
	participantCanToggleRecording: parameter(boolean, true, 'The same as `recordingEnabled`.'),
	recordingTheme: parameter<Theme | undefined>(oneOf(THEMES), undefined, 'Colours of the recording.'),
	recordingWebhookUrl: parameter<string | undefined>(
		linkTo(['https:', 'http:']),
		undefined,
		'Receives the events of recordings started here.',
	),
	recordingAWSDirPath: parameter<string | undefined>(text(512), undefined, 'Folder in the storage for them.'),
	hlsEnabled: parameter(boolean, true, 'Offer to go live on the web, to holders of `allow_join` or `allow_mod`.'),
	participantCanToggleHls: parameter(boolean, true, 'The same as `hlsEnabled`.'),
	hlsTheme: parameter<Theme | undefined>(oneOf(THEMES), undefined, 'Colours of streams on the web.'),
	liveStreamEnabled: parameter(
		boolean,
		true,
		'Offer to go live on other services, to holders of `allow_join` or `allow_mod`.',
	),
	participantCanToggleLivestream: parameter(boolean, true, 'The same as `liveStreamEnabled`.'),
	liveStreamTheme: parameter<Theme | undefined>(oneOf(THEMES), undefined, 'Colours of streams on other services.'),
	participantCanToggleSelfMic: parameter(boolean, true, 'Show the microphone button.'),
	participantCanToggleSelfWebcam: parameter(boolean, true, 'Show the camera button.'),
	participantCanLeave: parameter(boolean, true, 'Show the leave button.'),
	participantCanEndMeeting: parameter(boolean, true, 'Offer “End for everyone” to holders of `allow_mod`.'),
	redirectOnLeave: parameter<string | undefined>(linkTo(['https:', 'http:']), undefined, 'Open this after leaving.'),
	leftScreenActionButtonLabel: parameter<string | undefined>(
		text(60),
		undefined,
		'Text of an extra button after leaving.',
	),
	leftScreenActionButtonHref: parameter<string | undefined>(
		linkTo(['https:', 'http:', 'mailto:']),
		undefined,
		'Address that the extra button opens.',
	),
	leftScreenRejoinButtonEnabled: parameter(boolean, true, 'Offer to rejoin after leaving.'),
	brandingEnabled: parameter(boolean, true, 'Show the logo and the name.'),
	brandName: parameter(text(60), 'Roomcast', 'Name next to the logo.'),
	brandLogoURL: parameter<string | undefined>(linkTo(['https:', 'http:']), undefined, 'Picture instead of the logo.'),
	debug: parameter(boolean, false, 'Write the log of the SDK to the browser console.'),
} as const satisfies Record<string, Parameter<unknown>>;

export type ParameterName = keyof typeof PARAMETERS;

/** The parameters of one page view, each with its value or its fallback. */
export type Parameters = { readonly [N in ParameterName]: (typeof PARAMETERS)[N]['fallback'] };
