/** What the page offers beside the explanation. */
export type Way = 'rejoin' | 'retry' | 'home';

/** One full-page message: why there is no call, in words for whoever sits before the screen, and what to do. */
export interface Screen {
	readonly title: string;
	readonly text: string;
	/** Buttons, the main one first. */
	readonly ways: readonly Way[];
	/** `calm` for an end that was meant, `alert` for one that was not. */
	readonly tone: 'calm' | 'alert';
}

const screen = (tone: Screen['tone'], title: string, text: string, ...ways: Way[]): Screen => ({
	tone,
	title,
	text,
	ways,
});

/** Every full-page message. The key is the `data-error-code` of the page. */
export const SCREENS = {
	// Ends that somebody meant
	LEFT: screen(
		'calm',
		'You left the call',
		'The others may still be talking. You can come back any time.',
		'rejoin',
		'home',
	),
	ROOM_ENDED: screen('calm', 'The call has ended', 'The host ended it for everyone.', 'home'),
	REMOVED: screen('calm', 'You were removed from the call', 'A moderator took you out of it.', 'home'),
	DENIED: screen(
		'calm',
		'You were not let in',
		'Whoever answered decided against it. If that was a mistake, ask again.',
		'retry',
		'home',
	),
	TAKEN_OVER: screen(
		'calm',
		'You joined from somewhere else',
		'The same person opened this call in another tab or on another device, so the call went on there.',
		'rejoin',
		'home',
	),

	// The connection
	CONNECTION_LOST: screen(
		'alert',
		'The connection was lost',
		'We tried to bring you back for a while, without luck. Check your network, then join again.',
		'rejoin',
	),
	SERVER_UNREACHABLE: screen(
		'alert',
		'The call server does not answer',
		'Your network may be down, or the server is not running. Check both, then try again.',
		'retry',
	),
	SERVER_BUSY: screen(
		'alert',
		'The server cannot take calls right now',
		'It may be restarting. Try again in a moment.',
		'retry',
	),
	MEDIA_BLOCKED: screen(
		'alert',
		'Sound and picture cannot get through',
		'You reached the room, but this network blocks calls. Switch off your VPN, try another network, or ask your administrator to allow WebRTC (UDP or TCP) to this server.',
		'retry',
	),

	MEDIA_ON_LOOPBACK: screen(
		'alert',
		'The server announces a loopback address for media',
		'Firefox sends no sound and picture to 127.0.0.1, and from another machine no browser reaches the server there. If you run it, set ROOMCAST_MEDIA_ANNOUNCED_IP to another address of its machine, or open this page in Chrome on that machine.',
		'retry',
	),

	// The room
	ROOM_NOT_FOUND: screen(
		'alert',
		'There is no such room',
		'The link may have a typing mistake in it, or the room was never made. Ask for the link again.',
		'home',
	),
	ROOM_DISABLED: screen(
		'alert',
		'This room is closed',
		'It was deactivated and cannot be entered any more. Ask the host for a new link.',
		'home',
	),
	ROOM_FULL: screen(
		'alert',
		'The room is full',
		'Nobody else can join right now. Try again when somebody has left.',
		'retry',
	),

	// The token
	NO_TOKEN: screen(
		'alert',
		'This link is missing its key',
		'Calls on this server are opened by links that carry a token. Ask whoever invited you for the complete link.',
		'home',
	),
	BAD_TOKEN: screen(
		'alert',
		'This link is no longer valid',
		'Its token was refused: it may have expired. Ask whoever invited you for a new link.',
		'retry',
	),
	WRONG_ROOM: screen(
		'alert',
		'This link is for another room',
		'Its token opens a different room than the one in the address.',
		'home',
	),
	WRONG_PARTICIPANT: screen(
		'alert',
		'This link is for somebody else',
		'Its token belongs to another participant. Ask for a link of your own.',
		'home',
	),
	BAD_PARTICIPANT: screen(
		'alert',
		'This link names nobody who can join',
		'Its participantId has characters that are not allowed, or too many. Ask whoever sent you the link for another.',
		'home',
	),
	WRONG_PERMISSIONS: screen(
		'alert',
		'This link may not join',
		'Its token does not carry the permission to join this call.',
		'home',
	),
	ID_TAKEN: screen(
		'alert',
		'Somebody is already in this call with your link',
		'If that is you in another window or on another device, leave the call there first. Otherwise ask the host for a link of your own.',
		'retry',
		'home',
	),
	STAYS_REMOVED: screen(
		'calm',
		'You were removed from this call',
		'A moderator took you out of it, and you cannot come back until it is over. If that was a mistake, ask the host.',
		'home',
	),
	NOT_INVITED: screen(
		'alert',
		'You are not on the list',
		'This room is only for the people the host named. Ask the host to add you.',
		'home',
	),

	// The browser
	BROWSER_TOO_OLD: screen(
		'alert',
		'This browser is too old for calls',
		'Open the link in a current Chrome, Edge, Firefox or Safari.',
	),
	WEBRTC_BLOCKED: screen(
		'alert',
		'Calls are switched off in this browser',
		'WebRTC is disabled here, by a setting, an extension or a policy. Allow it, or open the link in another browser.',
		'retry',
	),
	INSECURE_PAGE: screen(
		'alert',
		'This page needs a secure address',
		'Browsers give cameras and microphones only to pages on https:// or on localhost. Open the link with https://.',
	),

	SOMETHING_WENT_WRONG: screen(
		'alert',
		'Something went wrong',
		'The call could not be started. Try again; if it keeps happening, tell your administrator what is written below.',
		'retry',
	),
} as const satisfies Record<string, Screen>;

export type ScreenName = keyof typeof SCREENS;
