/** What the page offers beside the explanation. */
export type Way = 'rejoin' | 'retry' | 'home';

/** One full-page message: why there is no call, in words for the person at the screen, and what to do. */
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
	REMOVED: screen('calm', 'You were removed from the call', 'A moderator removed you.', 'home'),
	DENIED: screen(
		'calm',
		'You were not let in',
		'Somebody in the call denied your request. If that was a mistake, ask again.',
		'retry',
		'home',
	),
	TAKEN_OVER: screen(
		'calm',
		'You joined from another place',
		'You opened this call in another tab or on another device, and it continues there.',
		'rejoin',
		'home',
	),

	// The connection
	CONNECTION_LOST: screen(
		'alert',
		'The connection was lost',
		'We could not reconnect you. Check your network, then join again.',
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
		'Firefox cannot send sound and picture to 127.0.0.1, and browsers on other machines cannot reach the server there. If you run the server, set ROOMCAST_MEDIA_ANNOUNCED_IP to another address of its machine, or open this page in Chrome on that machine.',
		'retry',
	),

	// The room
	ROOM_NOT_FOUND: screen(
		'alert',
		'There is no such room',
		'The link may contain a typo, or the room was never created. Ask for the link again.',
		'home',
	),
	ROOM_DISABLED: screen('alert', 'This room is closed', 'The host deactivated it. Ask for a new link.', 'home'),
	ROOM_FULL: screen(
		'alert',
		'The room is full',
		'Nobody else can join right now. Try again when somebody has left.',
		'retry',
	),

	// The token
	NO_TOKEN: screen(
		'alert',
		'This link is incomplete',
		'To join a call on this server, you need a link with a token. Ask the person who invited you for the complete link.',
		'home',
	),
	BAD_TOKEN: screen(
		'alert',
		'This link is no longer valid',
		'The server refused its token, which may have expired. Ask the person who invited you for a new link.',
		'retry',
	),
	WRONG_ROOM: screen(
		'alert',
		'This link is for another room',
		'Its token is for a different room than the one in the address.',
		'home',
	),
	WRONG_PARTICIPANT: screen(
		'alert',
		'This link is for somebody else',
		'Its token belongs to another participant. Ask for your own link.',
		'home',
	),
	BAD_PARTICIPANT: screen(
		'alert',
		'This link has an invalid participant',
		'Its participantId is too long or has characters that are not allowed. Ask the person who sent you the link for another one.',
		'home',
	),
	WRONG_PERMISSIONS: screen(
		'alert',
		'This link does not allow joining',
		'Its token does not have the permission to join this call.',
		'home',
	),
	ID_TAKEN: screen(
		'alert',
		'Somebody is already in this call with your link',
		'If that is you in another window or on another device, leave the call there first. Otherwise ask the host for your own link.',
		'retry',
		'home',
	),
	STAYS_REMOVED: screen(
		'calm',
		'You were removed from this call',
		'A moderator removed you, and you cannot come back until the call is over. If that was a mistake, ask the host.',
		'home',
	),
	NOT_INVITED: screen(
		'alert',
		'You are not on the list',
		'This room is only for people on the host’s list. Ask the host to add you.',
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
		'Calls are turned off in this browser',
		'WebRTC is disabled here, by a setting, an extension or a policy. Allow it, or open the link in another browser.',
		'retry',
	),
	INSECURE_PAGE: screen(
		'alert',
		'This page needs a secure address',
		'Browsers allow cameras and microphones only on https:// and on localhost. Open the link with https://.',
	),

	SOMETHING_WENT_WRONG: screen(
		'alert',
		'Something went wrong',
		'The call could not start. Try again. If it happens again, show the message below to your administrator.',
		'retry',
	),
} as const satisfies Record<string, Screen>;

export type ScreenName = keyof typeof SCREENS;
